/// Something that a run has read and not made itself, known by its digest and not by where it lies.
package struct RunInput: Hashable, Sendable {
    /// What it is, and so what its digest is taken of.
    package enum Kind: String, CaseIterable, Sendable {
        /// Labelled documents: the bytes of a file, or the documents of a folder or a database (see ``Datasets/Dataset``).
        case dataset
        /// A feedback database: the contents of its rows up to the largest bound, in the order of their numbers.
        case feedback
        /// A model file: its bytes. It lies in the run's folder as `start.*`.
        case model
        /// Any other file, such as a list of stop words: its bytes.
        case file
    }

    /// What tells the inputs of one run apart: one path may be read as a dataset and as feedback, too.
    package struct Key: Hashable, Sendable {
        /// What the file is read as.
        package var kind: Kind
        /// The path as the script names it.
        package var typed: String

        /// Pairs a kind with a path.
        package init(_ kind: Kind, _ typed: String) {
            self.kind = kind
            self.typed = typed
        }

        /// Paths are told apart by their bytes, as the system does.
        package static func == (left: Key, right: Key) -> Bool {
            left.kind == right.kind && left.typed.utf8.elementsEqual(right.typed.utf8)
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(kind)
            hasher.combine(Array(typed.utf8))
        }
    }

    /// What it is.
    package var kind: Kind
    /// The path as the script names it.
    package var typed: String
    /// Where it lay, relative to the record's folder.
    package var path: String
    /// SHA-256 as 64 lower-case hexadecimal digits; `nil` where it could no longer be taken when the run was recorded.
    package var sha256: String?
    /// The size of the file in bytes; `nil` where the digest is not of one file's bytes.
    package var sizeBytes: Int?
    /// Which of its rows were used, as Python slices in the order of first use; empty where that has no meaning.
    package var rows: [String] = []
    /// How far a feedback database had grown before which command; empty for other inputs.
    package var bounds: [Bound] = []

    /// Describes an input.
    package init(kind: Kind, typed: String, path: String, sha256: String?, sizeBytes: Int? = nil) {
        self.kind = kind
        self.typed = typed
        self.path = path
        self.sha256 = sha256
        self.sizeBytes = sizeBytes
    }

    /// How far a feedback database had grown.
    package struct Bound: Hashable, Sendable {
        /// The command that met it so, by its place in the script.
        package var cell: Int
        /// The largest row number; `nil` where there were no rows.
        package var lastRow: Int64?

        /// Says how far a database had grown.
        package init(cell: Int, lastRow: Int64?) {
            self.cell = cell
            self.lastRow = lastRow
        }
    }

    /// What tells it apart from the run's other inputs.
    package var key: Key { Key(kind, typed) }

    /// The largest row number that any command has met; `nil` where there were no rows.
    package var lastRow: Int64? { bounds.compactMap(\.lastRow).max() }
}

import Files
import Foundation

/// The reviews of an `aclImdb` folder, one file each, in the order in which they are read.
///
/// First `test`, then `train`; in each `pos`, then `neg`; in each by the bytes of the file names. A folder that holds
/// `pos` and `neg` itself is read as one part. `unsup` and files that do not end in `.txt` are passed over.
struct ReviewFolder {
    /// One review: its path below the folder and its label.
    struct Review {
        /// The path below the folder, such as `test/pos/0_10.txt`.
        var name: String
        /// `1` for `pos`, `0` for `neg`.
        var label: String
    }

    /// The folder.
    let path: String
    /// The reviews in order.
    let reviews: [Review]

    /// Lists a folder.
    ///
    /// - Complexity: O(*n* log *n*) for *n* files; memory grows with their names.
    init(_ path: String) throws(DatasetError) {
        guard Path.isFolder(path) else {
            throw .folderLayout(path: path, expected: "a folder")
        }
        var parts = ["test", "train"].filter { Path.isFolder("\(path)/\($0)") }.map { "\($0)/" }
        if parts.isEmpty { parts = [""] }
        var reviews: [Review] = []
        for part in parts {
            for (folder, label) in [("pos", "1"), ("neg", "0")] {
                guard Path.isFolder("\(path)/\(part)\(folder)") else {
                    throw .folderLayout(path: path, expected: "a folder \(part)\(folder)")
                }
                for name in try Self.names(in: "\(path)/\(part)\(folder)") {
                    reviews.append(Review(name: "\(part)\(folder)/\(name)", label: label))
                }
            }
        }
        guard !reviews.isEmpty else { throw .empty(path: path, expected: "files that end in .txt") }
        self.path = path
        self.reviews = reviews
    }

    /// The whole paths of the reviews, in order.
    var paths: some Sequence<String> {
        reviews.lazy.map { "\(path)/\($0.name)" }
    }

    private static func names(in folder: String) throws(DatasetError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix(".txt") }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw .file(.system(path: folder, operation: "list", reason: error.localizedDescription))
        }
    }
}

/// Which rows of one feedback database a model has learned.
///
/// It lives inside the model file, so that it changes in the same atomic replacement as the weights. The digests are
/// of the rows' contents (text and label), not of their numbers, so that `VACUUM`, which renumbers rows, does not
/// look like an edit.
package struct Watermark: Hashable, Sendable {
    /// The database's absolute path when it was last read.
    package var database: String
    /// The paths under which its rows were read before, the newest last.
    package var formerPaths: [String]
    /// The largest row number up to which rows were read.
    package var lastRow: Int64
    /// The number of rows applied.
    package var rows: Int
    /// One digest for each 4,096 applied rows in the order of their numbers; the last block may hold fewer.
    package var blocks: [Block]
    /// Rows up to `lastRow` that were refused and wait to be mended.
    package var refused: [Refused]

    /// The digest of up to 4,096 applied rows.
    package struct Block: Hashable, Sendable {
        /// The number of the block's first row when it was last read.
        package var firstRow: Int64
        /// The number of the block's last row when it was last read.
        package var lastRow: Int64
        /// How many rows the digest covers.
        package var rows: Int
        /// SHA-256 over the rows' contents, as 64 lower-case hexadecimal digits.
        package var sha256: String

        /// Describes one block.
        package init(firstRow: Int64, lastRow: Int64, rows: Int, sha256: String) {
            self.firstRow = firstRow
            self.lastRow = lastRow
            self.rows = rows
            self.sha256 = sha256
        }
    }

    /// A row that was refused.
    package struct Refused: Hashable, Sendable {
        /// Its number when it was last read.
        package var row: Int64
        /// How many rows of the table, applied or refused, come before it.
        package var position: Int

        /// Describes one refused row.
        package init(row: Int64, position: Int) {
            self.row = row
            self.position = position
        }
    }

    /// The number of rows that a full block covers.
    package static let blockRows = 4096

    /// Says which rows of a database were learned.
    package init(
        database: String, formerPaths: [String] = [], lastRow: Int64, rows: Int, blocks: [Block], refused: [Refused]
    ) {
        self.database = database
        self.formerPaths = formerPaths
        self.lastRow = lastRow
        self.rows = rows
        self.blocks = blocks
        self.refused = refused
    }
}

extension Watermark {
    /// How many former paths are remembered.
    package static let mostFormerPaths = 16

    /// Whether the rows were ever read under a path.
    package func isOf(_ path: String) -> Bool { database == path || formerPaths.contains(path) }

    /// The paths to remember once the rows are read under `path`.
    package func formerPaths(besides path: String) -> [String] {
        let all = (formerPaths + [database]).filter { $0 != path }
        return all.indices.filter { !all[($0 + 1)...].contains(all[$0]) }.map { all[$0] }.suffix(Self.mostFormerPaths)
    }
}

import Files
package import Values
import GRDBSQLite

extension FeedbackStore {
    /// SQLite's version.
    package static var sqliteVersion: String { unsafe String(cString: sqlite3_libversion()) }

    /// SHA-256 over the contents of all rows up to the number `bound` in the order of their numbers, as 64 hexadecimal
    /// digits; `nil` is no row.
    ///
    /// Texts and labels count as they are stored, dates and row numbers do not. Throws `interrupted` where the monitor
    /// says so; it is asked once every 256 rows.
    /// - Complexity: O(*n*) for *n* bytes of text; memory does not grow with them.
    package func digest(
        through bound: Int64?, monitor: (any WorkMonitor)? = nil
    ) throws(FeedbackError) -> String {
        let hash = BackgroundSHA256()
        var buffer: [UInt8] = []
        guard let bound else { return hash.hexSoFar() }
        var cursor = try FeedbackCursor(self, reading: [.all(through: bound)])
        try cursor.forEach(askedBy: monitor) { row, text in
            row.appendCanonicalBytes(of: text, to: &buffer, classes: [])
            hash.take(&buffer)
        }
        hash.update(buffer)
        return hash.hexSoFar()
    }
}

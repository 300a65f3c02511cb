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
    /// - Complexity: O(*n*) for *n* bytes of text; holds 256 rows.
    package func digest(
        through bound: Int64?, monitor: (any WorkMonitor)? = nil
    ) throws(FeedbackError) -> String {
        var hasher = SHA256Hasher()
        guard let bound else { return hasher.finishHex() }
        var cursor = try FeedbackCursor(self, reading: [.all(through: bound)])
        var bytes: [UInt8] = []
        while true {
            if monitor?.isInterrupted == true { throw .interrupted(path: path) }
            let rows = try cursor.fetchMany(256)
            if rows.isEmpty { break }
            for row in rows { row.appendCanonicalBytes(to: &bytes, classes: []) }
            hasher.update(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        return hasher.finishHex()
    }
}

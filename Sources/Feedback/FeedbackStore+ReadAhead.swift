import CReadAhead
import GRDB
import GRDBSQLite

extension FeedbackStore {
    /// Opens a database for reading rows in the order of their pages, many pages at a time.
    ///
    /// The layer that reads ahead is chosen by a parameter of a URI, so that no other connection has anything to do with
    /// it. Where this SQLite takes no URIs, or cannot be given a layer, rows are read page by page.
    static func openedForReading(_ path: String, busyTimeout: Double) throws -> DatabaseQueue {
        var configuration = configuration(readonly: true, busyTimeout: busyTimeout)
        guard canReadAhead else { return try DatabaseQueue(path: path, configuration: configuration) }
        configuration.prepareDatabase { db in
            // Has SQLite ask the layer for pages; nothing is mapped, and the size says nothing.
            try db.execute(sql: "PRAGMA mmap_size = 1")
        }
        return try DatabaseQueue(path: uri(of: path), configuration: configuration)
    }

    private static let canReadAhead = takesURIs && read_ahead_register()

    /// Whether SQLite takes a URI for one: it then misses the layer, which there is not, and not the file.
    ///
    /// The options it says it was compiled with do not tell: `SQLITE_USE_URI=0` is among them as `USE_URI`.
    private static var takesURIs: Bool {
        var connection: SQLiteConnection?
        defer { unsafe sqlite3_close(connection) }
        return unsafe sqlite3_open_v2("file:?vfs=no-such-layer", &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_ERROR
    }

    /// The URI by which the file at an absolute path is opened through the layer.
    private static func uri(of path: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF")
        var uri = "file://"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                uri += "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
            }
        }
        return uri + "?vfs=" + read_ahead_name
    }
}

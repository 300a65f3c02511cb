import Files
import GRDB
import GRDBSQLite

/// A feedback database opened for reading.
///
/// The connection is read-only and never changes the journal mode. Where the file is in WAL mode, SQLite itself makes
/// the `-wal` and `-shm` files that reading needs. A store is meant to live as long as one command, so that a file
/// that is replaced in between is noticed.
package struct FeedbackStore: Sendable {
    /// The database's absolute path, with links followed.
    package let path: String
    /// Where the feedback stands in it.
    package let schema: Schema
    /// The number of the last row that ``upToNow()`` saw; `nil` where there was none, or it was not asked.
    package private(set) var bound: Int64?
    private var isBounded = false
    /// How long to wait for another program's lock, in seconds.
    let busyTimeout: Double
    let queue: DatabaseQueue
    /// The file behind the path when it was opened; `nil` where it was gone by then.
    private let identity: FileIdentity?

    /// How long a connection waits for another program's lock before it gives up, in seconds.
    package static let busyTimeout = 5.0

    /// Opens an existing database.
    ///
    /// - Throws: `FeedbackError` for a missing or unreadable file, a hot journal, a WAL that cannot be opened read-only,
    ///   a lock that lasts longer than the busy timeout, or a file without a table that can be read in arrival order.
    package init(opening path: String, busyTimeout: Double = busyTimeout) throws(FeedbackError) {
        let path = try Self.located(path)
        guard Path.exists(path) else { throw .missing(path: path) }
        try Self.checkFiles(path)
        do {
            let queue = try Self.openedForReading(path, busyTimeout: busyTimeout)
            schema = try queue.unsafeRead { db in
                let schema = try Schema(of: db, path: path)
                // Rows are sought by the number before theirs, and before this one there is none.
                if try Int64.fetchOne(db, sql: schema.smallestRowNumber) == .min {
                    throw FeedbackError.cannotOpen(
                        path: path, reason: "a row has the number \(Int64.min), which is too small to be sought")
                }
                return schema
            }
            self.queue = queue
            self.path = path
            identity = try? FileIdentity(of: path)
            self.busyTimeout = busyTimeout
        } catch {
            throw FeedbackError(error, path: path, operation: "open", busyTimeout: busyTimeout)
        }
    }

    /// The size of the database file when it was opened, in bytes.
    var sizeBytes: Int { identity?.sizeBytes ?? 0 }

    /// Another connection to the same file, or `nil` where there can be none.
    func reopened() -> FeedbackStore? {
        guard let other = try? FeedbackStore(opening: path, busyTimeout: busyTimeout), other.schema == schema,
            let identity, let found = other.identity, found.isSameFile(as: identity)
        else { return nil }
        return other
    }

    /// Makes a database with the tutorial's table and opens it; a file that exists is opened as it is.
    ///
    /// An existing database without any table, such as an empty file, gets the feedback table.
    package static func create(_ path: String) throws(FeedbackError) -> FeedbackStore {
        let path = try located(path)
        do {
            try Path.makeFolders(above: path)
            if try isEmpty(path) {
                try DatabaseQueue(path: path, configuration: configuration(readonly: false, busyTimeout: busyTimeout))
                    .write { db in
                        // Another program may have made the table since it was looked for.
                        if try Schema.tables(of: db).isEmpty { try db.execute(sql: Schema.creation) }
                    }
            }
        } catch {
            throw FeedbackError(error, path: path, operation: "create", busyTimeout: busyTimeout)
        }
        return try FeedbackStore(opening: path)
    }

    /// The same database without the rows that come in from now on.
    package func upToNow() throws(FeedbackError) -> FeedbackStore {
        through(try lastRow())
    }

    /// The same database without the rows behind the number `bound`; `nil` leaves none.
    package func through(_ bound: Int64?) -> FeedbackStore {
        var store = self
        store.bound = bound
        store.isBounded = true
        return store
    }

    /// The largest row number at this moment, or as ``upToNow()`` saw it; `nil` where there are no rows.
    package func lastRow() throws(FeedbackError) -> Int64? {
        if isBounded { return bound }
        return try read("read") { db in try Int64.fetchOne(db, sql: schema.largestRowNumber) }
    }

    /// The largest row number that is at most `bound`; `nil` where there are no such rows.
    package func lastRow(through bound: Int64) throws(FeedbackError) -> Int64? {
        try read("read") { db in
            try Int64.fetchOne(db, sql: schema.largestRowNumber + " WHERE \(schema.rowNumber) <= ?", arguments: [bound])
        }
    }

    func read<Value>(_ operation: String, _ body: (Database) throws -> Value) throws(FeedbackError) -> Value {
        do {
            return try queue.unsafeRead(body)
        } catch {
            throw FeedbackError(error, path: path, operation: operation, busyTimeout: busyTimeout)
        }
    }

    static func configuration(readonly: Bool, busyTimeout: Double) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(busyTimeout)
        // As for every other program that opens the file without saying otherwise.
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            _ = unsafe sqlite3_limit(db.sqliteConnection, SQLITE_LIMIT_LENGTH, longestValue)
            // What a schema from elsewhere calls must be harmless.
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        return configuration
    }

    /// The longest text or label that is read or written, in bytes, as of the datasets.
    ///
    /// A generated column can make a gigabyte out of a few bytes.
    private static let longestValue: Int32 = 64 << 20

    /// Refuses what SQLite would wait for without end: a pipe in place of the database or of a file beside it.
    private static func checkFiles(_ path: String) throws(FeedbackError) {
        if Path.isFolder(path) { throw .cannotOpen(path: path, reason: "it is a folder") }
        for file in [path, path + "-journal", path + "-wal", path + "-shm"]
        where Path.isOtherThanRegularFile(file) {
            throw .cannotOpen(path: path, reason: "\(file) is no regular file")
        }
    }

    private static func located(_ path: String) throws(FeedbackError) -> String {
        do {
            return Path.absolute(try Path.followingLinks(Path.expandingTilde(path)))
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
    }

    private static func isEmpty(_ path: String) throws -> Bool {
        guard Path.exists(path) else { return true }
        try checkFiles(path)
        let queue = try DatabaseQueue(
            path: path, configuration: configuration(readonly: true, busyTimeout: busyTimeout))
        return try queue.unsafeRead { db in try Schema.tables(of: db).isEmpty }
    }
}

import GRDB
import GRDBSQLite
import Glibc

extension FeedbackError {
    /// The error behind an extended result code of SQLite's for a database file.
    ///
    /// SQLite's reason names columns and tables, never the values of rows, so it may stand in a message.
    init(path: String, operation: String, extendedCode: Int32, reason: String, busyTimeout: Double) {
        switch extendedCode {
        case Self.readOnlyRollback: self = .hotJournal(path: path)
        case Self.readOnlyRecovery, Self.readOnlyCannotInitialise, Self.readOnlyDirectory:
            self = .walUnreadable(path: path)
        default:
            switch extendedCode & 0xff {
            case SQLITE_BUSY, SQLITE_LOCKED: self = .locked(path: path, seconds: busyTimeout)
            case SQLITE_READONLY: self = .readOnly(path: path)
            case SQLITE_NOTADB: self = .notADatabase(path: path)
            case SQLITE_CORRUPT: self = .damaged(path: path, reason: reason)
            case SQLITE_CANTOPEN: self = .cannotOpen(path: path, reason: Self.whyUnopened(path) ?? reason)
            default:
                self = .sqlite(path: path, operation: operation, resultCode: Int(extendedCode), reason: reason)
            }
        }
    }

    /// The error behind whatever GRDB threw.
    init(_ error: any Error, path: String, operation: String, busyTimeout: Double) {
        if let error = error as? FeedbackError {
            self = error
        } else if let error = error as? DatabaseError {
            self.init(
                path: path, operation: operation, extendedCode: error.extendedResultCode.rawValue,
                reason: error.message ?? "unknown reason", busyTimeout: busyTimeout)
        } else {
            self = .sqlite(
                path: path, operation: operation, resultCode: Int(SQLITE_ERROR), reason: String(describing: error))
        }
    }

    // SQLite defines these codes by expressions that Swift does not import.
    private static let readOnlyRecovery = SQLITE_READONLY | 1 << 8
    private static let readOnlyRollback = SQLITE_READONLY | 3 << 8
    private static let readOnlyCannotInitialise = SQLITE_READONLY | 5 << 8
    private static let readOnlyDirectory = SQLITE_READONLY | 6 << 8

    /// The system's own reason, which is more to the point than SQLite's "unable to open database file".
    private static func whyUnopened(_ path: String) -> String? {
        guard unsafe access(path, R_OK) != 0 else { return nil }
        return unsafe String(cString: strerror(errno))
    }
}

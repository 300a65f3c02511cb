import CReadAhead

/// What SQLite counts of the memory that it uses, which refit never asks for.
package enum SQLiteStatistics {
    /// Ends the counting, for which all connections of the process take one lock at each allocation: two threads that read rows,
    /// each by a connection of its own, took 1.07 times as long.
    ///
    /// A program calls it before it does anything else; returns `false` where SQLite is in use already, and goes on counting.
    @discardableResult
    package static func end() -> Bool { sqlite_keep_no_statistics() }
}

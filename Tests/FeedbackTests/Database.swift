import Foundation
import GRDB

/// A database as another program writes it: a connection of its own, with a busy timeout of its own.
struct Writer {
    let path: String
    let queue: DatabaseQueue

    init(_ path: String, busyTimeout: Double = 0) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        self.path = path
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql, arguments: arguments) }
    }

    /// Makes the tutorial's table with `count` rows: the texts `text 1`, `text 2`, … and the labels 1, 0, 1, ….
    static func table(_ path: String, rows count: Int, words: Int = 1) throws -> Writer {
        let writer = try Writer(path)
        try writer.run("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
        try writer.add(rows: 1...max(count, 1), words: words)
        if count == 0 { try writer.run("DELETE FROM review_db") }
        return writer
    }

    func add(rows: ClosedRange<Int>, words: Int = 1) throws {
        try queue.write { db in
            let statement = try db.makeStatement(sql: "INSERT INTO review_db VALUES (?, ?, datetime('now'))")
            for row in rows {
                let text = Array(repeating: "text \(row)", count: words).joined(separator: " ")
                try statement.execute(arguments: [text, row % 2])
            }
        }
    }
}

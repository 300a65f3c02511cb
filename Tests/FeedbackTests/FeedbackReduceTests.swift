import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing
import Values

@testable import Feedback

/// Rows that several threads read: each once, whatever the numbers and whoever writes.
@Suite struct FeedbackReduceTests {
    let folder: TemporaryFolder
    var path: String { folder.file("reviews.sqlite") }

    init() throws { folder = try TemporaryFolder() }

    /// Does something the `at`th time that it is asked whether the reading is interrupted.
    private final class Meanwhile: WorkMonitor {
        private let asked = Mutex(0)
        private let moment: Int
        private let act: @Sendable () -> Bool

        init(at moment: Int, _ act: @escaping @Sendable () -> Bool) { (self.moment, self.act) = (moment, act) }

        var times: Int { asked.withLock { $0 } }

        var isInterrupted: Bool {
            let time = asked.withLock { asked in
                asked += 1
                return asked
            }
            return time == moment && act()
        }

        func advance(to _: Int, of _: Int?, unit _: String) {}
    }

    private func numbers(
        _ store: FeedbackStore, _ range: RowNumbers? = nil, threads: Int, monitor: (any WorkMonitor)? = nil
    ) throws -> [[Int64]] {
        let bound = try store.lastRow() ?? .min
        return try store.reduce(range ?? .all(through: bound), into: [Int64](), threads: threads, monitor: monitor) {
            numbers, row, text in
            #expect(row.text != .text || text.count > 0)
            numbers.append(row.number)
        }
    }

    /// Rows of such numbers, and enough of them for more than one thread.
    @discardableResult private func write(_ numbers: some Sequence<Int64>) throws -> Writer {
        let writer = try Writer.table(path, rows: 0)
        try writer.queue.write { db in
            let statement = try db.makeStatement(
                sql: "INSERT INTO review_db (rowid, review, sentiment) VALUES (?, ?, 1)")
            let text = String(repeating: "word ", count: 160)
            for number in numbers { try statement.execute(arguments: [number, "\(number) \(text)"]) }
        }
        return writer
    }

    private static let rows: [[Int64]] = [
        Array(1...9000),
        // All rows are in the last piece, in the first, and at both ends of all numbers that there can be.
        Array(1...3) + (9_000_000_000_000...9_000_000_009_000), Array(-3...9000) + [9_000_000_000_000],
        [.min + 1] + (0...9000) + [.max - 1, .max],
    ]

    @Test(arguments: 0..<4, [1, 2, 3, 8]) func `each row is shown once`(table: Int, threads: Int) throws {
        try write(Self.rows[table])
        let store = try FeedbackStore(opening: path)
        let results = try numbers(store, threads: threads)
        #expect((1...min(threads, 8)).contains(results.count))
        #expect(results.joined().sorted() == Self.rows[table])
        let range = RowNumbers(after: 40, through: 8000)
        #expect(
            try numbers(store, range, threads: threads).joined().sorted()
                == Self.rows[table].filter { $0 > 40 && $0 <= 8000 })
        let nothing = RowNumbers(after: 8000, through: 8000)
        #expect(try numbers(store, nothing, threads: threads).allSatisfy(\.isEmpty))
    }

    @Test func `several threads read a large table, and one a small one`() throws {
        try write(1...60_000)
        // How many threads come to something depends on the moment; on no machine does one read all each time.
        let store = try FeedbackStore(opening: path)
        let shares = try (0..<5).map { _ in try numbers(store, threads: 2).count { !$0.isEmpty } }
        #expect(shares.contains(2))
        let small = folder.file("small.sqlite")
        _ = try Writer.table(small, rows: 100)
        let results = try FeedbackStore(opening: small).reduce(.all(through: 100), into: 0, threads: 8) { rows, _, _ in
            rows += 1
        }
        #expect(results == [100])
        let empty = folder.file("empty.sqlite")
        _ = try Writer.table(empty, rows: 0)
        #expect(
            try FeedbackStore(opening: empty).reduce(.all(through: .max), into: 0, threads: 8) {
                $0 += $1.text == .text ? $2.count : 0
            } == [0]
        )
    }

    @Test func `it ends where it is interrupted, whenever`() throws {
        try write(1...20_000)
        let store = try FeedbackStore(opening: path)
        let counter = Meanwhile(at: .max) { false }
        _ = try numbers(store, threads: 2, monitor: counter)
        #expect(counter.times > 2)
        for moment in 1...counter.times / 2 {
            let error = #expect(throws: FeedbackError.self) {
                try numbers(store, threads: 2, monitor: Meanwhile(at: moment) { true })
            }
            #expect(error == .interrupted(path: store.path))
        }
    }

    /// The last rows are read soon, by a thread that has nothing else to do, and then a `VACUUM` moves them into the gap that
    /// another has yet to come to.
    @Test(arguments: [2, 8], 2...5) func `rows that get other numbers meanwhile are each shown once`(
        threads: Int, moment: Int
    ) throws {
        let rows = Array(1...29_000) + (29_500...30_000) + (120_000...120_050) as [Int64]
        let writer = try write(rows)
        let store = try FeedbackStore(opening: path)
        let renumbering = Meanwhile(at: moment) {
            try? writer.run("VACUUM")
            return false
        }
        let results = try numbers(store, threads: threads, monitor: renumbering)
        // With many processors it may be over by then.
        guard renumbering.times >= moment else { return }
        #expect(results.joined().sorted() == (1...Int64(rows.count)).map { $0 })
    }

    @Test func `a row that somebody adds has one thread begin anew`() throws {
        let writer = try write(1...40_000)
        let store = try FeedbackStore(opening: path)
        let adding = Meanwhile(at: 3) {
            try? writer.run("INSERT INTO review_db VALUES ('new', 1, NULL)")
            return false
        }
        let results = try numbers(store, threads: 2, monitor: adding)
        #expect(results == [Array(1...40_000)])
    }

    @Test func `another file that takes the place of the database is not read`() throws {
        try write(1...20_000)
        let store = try FeedbackStore(opening: path)
        let (path, aside) = (path, folder.file("aside.sqlite"))
        let other = folder.file("other.sqlite")
        _ = try Writer.table(other, rows: 5)
        let results = try numbers(
            store, threads: 2,
            monitor: Meanwhile(at: 1) {
                #expect(unsafe rename(path, aside) == 0)
                #expect(unsafe rename(other, path) == 0)
                return false
            })
        #expect(results == [Array(1...20_000)])
    }

    @Test func `a file that is cut off is an error`() throws {
        try write(1...60_000)
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let store = try FeedbackStore(opening: path)
        let path = path
        #expect(throws: FeedbackError.self) {
            try numbers(
                store, threads: 2,
                monitor: Meanwhile(at: 2) {
                    #expect(unsafe truncate(path, off_t(size / 2)) == 0)
                    return false
                })
        }
    }
}

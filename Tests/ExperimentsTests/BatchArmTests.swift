import Experiments
import Testing
import Values

/// Strategies as they are written, arms whose batches coincide, and what arrivals look like.
@Suite struct BatchArmTests {
    private func strategies(_ words: String...) throws -> [BatchStrategy] {
        try words.map { try #require(BatchStrategy($0, usual: 10_000)) }
    }

    @Test("reads strategies, and refuses what is none")
    func reading() throws {
        #expect(
            try strategies("fetchone", "fetchmany", "fetchmany:1_000", "fetchall").map(\.description) == [
                "fetchone", "fetchmany:10000", "fetchmany:1000", "fetchall",
            ])
        for word in ["", "fetchone:1", "fetchmany:0", "fetchmany:-1", "fetchmany:x", "fetchmany:1:2", "fetchall:5"] {
            #expect(BatchStrategy(word, usual: 10_000) == nil, "\(word)")
        }
    }

    @Test("runs arms once whose batches are the same, and names them together")
    func coinciding() throws {
        let all = try strategies("fetchone", "fetchmany:1", "fetchmany:50", "fetchmany:900", "fetchall", "fetchall")
        let arms = BatchArm.all(of: all, settings: [], rows: 900)
        #expect(arms.map(\.name) == ["fetchone = fetchmany:1", "fetchmany:50", "fetchmany:900 = fetchall"])
        let varied = BatchArm.all(
            of: try strategies("fetchall"),
            settings: [[Parameter("alpha", .real(0.1))], [Parameter("alpha", .real(1))]],
            rows: 5)
        #expect(varied.map(\.name) == ["fetchall, alpha=0.1", "fetchall, alpha=1.0"])
    }

    @Test("learns rows of the base again, none a second time before all have come once")
    func baseRows() {
        func order(_ wanted: Int, _ seed: UInt32, _ sources: Set<ReplicateSource> = [.seed]) -> [Int] {
            BaseRows.order(of: 10, wanted: wanted, seed: seed, from: sources)
        }
        // RandomState(1).permutation(10) is 2, 9, 6, 4, 0, 3, 1, 7, 8, 5.
        #expect(order(4, 1) == [2, 4, 6, 9])
        #expect(order(4, 1, [.order]) == [2, 9, 6, 4])
        #expect(order(10, 1) == Array(0..<10) && order(4, 2) != order(4, 1))
        let more = order(25, 1)
        #expect(more.count == 25 && more == more.sorted())
        #expect((0..<10).allSatisfy { row in [2, 3].contains(more.count { $0 == row }) })
    }

    @Test("sees runs and drift in the arrivals")
    func arrivals() throws {
        let mixed = ArrivalProfile((0..<100).map { UInt16($0 * $0 % 7 % 2) }, classes: [.integer(0), .integer(1)])
        #expect(mixed.rows == 100 && mixed.counts.reduce(0, +) == 100 && !mixed.isOrdered)
        let runs = ArrivalProfile((0..<100).map { UInt16($0 / 50) }, classes: [.integer(0), .integer(1)])
        #expect(runs.longestRun == 50 && runs.isOrdered)
        #expect(runs.tenths.map { $0[1] } == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
        let three = ArrivalProfile([0, 2, 2], classes: [.text("a"), .text("b"), .text("c")])
        #expect(three.z == nil && three.tenths.count == 3 && three.counts == [1, 0, 2])
        #expect(ArrivalProfile([], classes: [.integer(0), .integer(1)]).tenths.isEmpty)
    }

    /// 100 rows, of which `ones` have the label 1, beside what a model has learned.
    private func profile(_ ones: Int, of rows: Int = 100, trained: [Int]?) -> ArrivalProfile {
        ArrivalProfile(
            (0..<rows).map { $0 < ones ? 1 : 0 }, classes: [.integer(0), .integer(1)], trained: trained)
    }

    @Test("sets the labels' shares against what the model has learned")
    func trainingShares() {
        let known = profile(20, trained: [750, 250])
        #expect(known.shares == [0.8, 0.2] && known.trainingShares == [0.75, 0.25])
        #expect(known.shifted.isEmpty)
        for unknown in [nil, [0, 0]] as [[Int]?] {
            #expect(profile(20, trained: unknown).trainingShares == nil)
            #expect(profile(20, trained: unknown).shifted.isEmpty)
        }
        #expect(profile(0, of: 0, trained: [1, 1]).shares == [0, 0])
        #expect(profile(0, of: 0, trained: [1, 1]).shifted.isEmpty)
    }

    @Test("calls shares others where they are far apart and no likely draw, both")
    func shiftedShares() {
        #expect(Set(profile(20, trained: [500, 500]).shifted) == [0, 1])
        #expect(Set(profile(80, trained: [500, 500]).shifted) == [0, 1])
        // Ten points apart are not more than ten points, however many rows there are.
        #expect(profile(4_000, of: 10_000, trained: [500, 500]).shifted.isEmpty)
        #expect(Set(profile(3_990, of: 10_000, trained: [500, 500]).shifted) == [0, 1])
        // All of ten rows may be chance: p is 2/1024, for both labels; all of twelve are not: p is 2/4096, and twice that below 0.001.
        #expect(profile(2, of: 10, trained: [500, 500]).shifted.isEmpty)
        #expect(profile(10, of: 10, trained: [500, 500]).shifted.isEmpty)
        #expect(Set(profile(12, of: 12, trained: [500, 500]).shifted) == [0, 1])
        // A label that the model has never learned.
        #expect(Set(profile(12, trained: [500, 0]).shifted) == [0, 1])
        let labels = (0..<300).map { UInt16($0 < 45 ? 0 : $0 < 90 ? 1 : 2) }
        let three = ArrivalProfile(labels, classes: [.text("a"), .text("b"), .text("c")], trained: [40, 20, 40])
        #expect(three.shares == [0.15, 0.15, 0.7] && three.shifted == [2, 0])
    }
}

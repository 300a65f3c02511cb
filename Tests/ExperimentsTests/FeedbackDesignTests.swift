import Experiments
import Testing
import Values

/// Feedback made to order, held against what NumPy draws and against its own laws.
@Suite struct FeedbackDesignTests {
    private static let classes: [Label] = [.integer(0), .integer(1)]
    /// 1,000 documents of two labels without an order, 400 of them with the label 1.
    private static let labels: [UInt16] = (0..<1000).map { $0 * 37 % 1000 < 400 ? 1 : 0 }

    private func rows(
        _ labels: [UInt16] = labels, _ classes: [Label] = classes, _ change: (inout FeedbackDesign) -> Void
    ) throws -> [DesignedRow] {
        var design = FeedbackDesign()
        design.randomState = 7
        change(&design)
        return try design.rows(of: labels, classes: classes)
    }

    @Test("reads orders, and refuses what is none")
    func reading() {
        #expect(ArrivalOrder("arrival") == .arrival && ArrivalOrder("random") == .random)
        #expect(ArrivalOrder("label") == .label && ArrivalOrder("runs:1_000") == .runs(1000))
        #expect(ArrivalOrder("drift:0.1,1") == .drift(0.1, 1))
        let wrong = [
            "", "runs", "runs:0", "runs:x", "drift", "drift:0.1", "drift:0,1.1", "drift:a,b", "random:1", "Label",
        ]
        for word in wrong { #expect(ArrivalOrder(word) == nil, "\(word)") }
    }

    @Test("shuffles as NumPy does, and leaves the rows as they are unless told otherwise")
    func random() throws {
        let labels: [UInt16] = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
        let shuffled = try rows(labels) { ($0.order, $0.randomState) = (.random, 1) }
        #expect(shuffled.map(\.document) == [2, 9, 6, 4, 0, 3, 1, 7, 8, 5])
        #expect(shuffled.allSatisfy { $0.label == labels[$0.document] && $0.origin == .own })
        #expect(try rows(labels) { _ in }.map(\.document) == Array(0..<10))
    }

    /// `RandomState(0)`: of `random_sample(5)` the last alone is below 0.43.
    @Test("flips by NumPy's numbers, and another way with another seed")
    func flips() throws {
        let flipped = try rows([0, 0, 1, 1, 1]) { ($0.flip, $0.randomState) = (0.43, 0) }
        #expect(flipped.map(\.label) == [0, 0, 1, 1, 0])
        #expect(flipped.map(\.origin) == [.own, .own, .own, .own, .flipped])
        let all = try rows { $0.flip = 1 }
        #expect(zip(all, Self.labels).allSatisfy { $0.label == 1 - $1 })
        let (one, other) = try (rows { $0.flip = 0.2 }, rows { ($0.flip, $0.randomState) = (0.2, 8) })
        #expect(one != other && (150...250).contains(one.count { $0.origin == .flipped }))
    }

    @Test("gives each of three labels another one")
    func flipsAmongThree() throws {
        let labels = (0..<300).map { UInt16($0 % 3) }
        let rows = try rows(labels, [.text("a"), .text("b"), .text("c")]) { $0.flip = 1 }
        #expect(zip(rows, labels).allSatisfy { $0.label != $1 && $0.label < 3 })
        for label in UInt16(0)..<3 {
            let given = Set(rows.filter { labels[$0.document] == label }.map(\.label))
            #expect(given.count == 2, "both others occur")
        }
    }

    @Test("draws shares without replacement, as many rows as there are or as asked for")
    func shares() throws {
        let most = try rows { $0.labelShares = [.init(.integer(1), 0.8)] }
        #expect(most.count == 500 && most.count { $0.label == 1 } == 400)
        #expect(Set(most.map(\.document)).count == 500)
        #expect(most.map(\.document) == most.map(\.document).sorted())
        let some = try rows { ($0.labelShares, $0.count) = ([.init(.text("1.0"), 0.8)], 50) }
        #expect(some.count == 50 && some.count { $0.label == 1 } == 40)
        let all = try rows {
            ($0.labelShares, $0.count) = ([.init(.integer(0), 0.335), .init(.integer(1), 0.665)], 100)
        }
        #expect(all.count == 100 && all.count { $0.label == 0 } == 34)
        #expect(try rows { $0.count = 10 }.count == 10)
        #expect(try rows { $0.labelShares = [.init(.integer(1), 0)] }.count == 600)
    }

    @Test("says how many rows there are where they are too few")
    func tooFew() throws {
        func error(_ change: (inout FeedbackDesign) -> Void) throws -> ExperimentError {
            try #require(throws: ExperimentError.self) { _ = try rows { change(&$0) } }
        }
        let label = try error { ($0.labelShares, $0.count) = ([.init(.integer(1), 0.9)], 1000) }
        #expect(label.message == "900 rows are wanted with the label 1, and there are 400")
        let most = try error { ($0.labelShares, $0.count) = ([.init(.integer(1), 1)], .max) }
        #expect(most.message == "\(Int.max) rows are wanted, and there are 1000")
        #expect(try error { $0.count = 1001 }.message == "1001 rows are wanted, and there are 1000")
        let unknown = try error { $0.labelShares = [.init(.integer(7), 0.5)] }
        #expect(unknown.code == "unknown_label" && unknown.message.hasSuffix("the labels are 0, 1"))
        let drift = try error { ($0.order, $0.count) = (.drift(0.5, 1), 600) }
        #expect(drift.code == "too_few_rows" && drift.message.contains("450 rows are wanted with the label 1"))
        let none = try #require(throws: ExperimentError.self) { _ = try rows([]) { _ in } }
        #expect(none.code == "too_few_rows")
        let one = try #require(throws: ExperimentError.self) { _ = try rows([0, 0], [.integer(0)]) { $0.flip = 0.1 } }
        #expect(one.code == "one_label")
    }

    @Test("repeats and contradicts rows right behind themselves")
    func copies() throws {
        let twice = try rows([0, 1, 1]) { $0.copies = 2 }
        #expect(twice.map(\.document) == [0, 0, 1, 1, 2, 2])
        let contradicted = try rows { $0.contradict = 0.25 }
        #expect(contradicted.count == 1250)
        for (before, row) in zip(contradicted, contradicted.dropFirst()) where row.origin == .contradiction {
            #expect(row.document == before.document && row.label != before.label)
        }
        #expect(contradicted.count { $0.origin == .contradiction } == 250)
    }

    @Test("sorts by label, and lets labels take turns in runs")
    func runs() throws {
        let labels: [UInt16] = [1, 0, 0, 1, 0, 0, 0]
        #expect(try rows(labels) { $0.order = .label }.map(\.document) == [1, 2, 4, 5, 6, 0, 3])
        #expect(try rows(labels) { $0.order = .runs(2) }.map(\.document) == [1, 2, 0, 3, 4, 5, 6])
        #expect(try rows(labels) { $0.order = .runs(1) }.map(\.document) == [1, 0, 2, 3, 4, 5, 6])
    }

    @Test("lets the last label's share drift in a line", arguments: [(0.0, 1.0), (0.9, 0.1), (0.3, 0.3)])
    func drift(first: Double, last: Double) throws {
        let drifted = try rows { $0.order = .drift(first, last) }
        let positives = drifted.count { $0.label == 1 }
        #expect(positives == Int(((first + last) / 2 * Double(drifted.count)).rounded()))
        #expect(positives == 400 || drifted.count - positives == 600, "no more could be had")
        #expect(Set(drifted.map(\.document)).count == drifted.count)
        let tenth = drifted.count / 10
        for part in 0..<10 {
            let share = Double(drifted[part * tenth..<(part + 1) * tenth].count { $0.label == 1 }) / Double(tenth)
            let expected = first + (last - first) * (Double(part) + 0.5) / 10
            #expect(abs(share - expected) < 0.2, "\(share) in part \(part), not \(expected)")
        }
        for label in UInt16(0)...1 {
            let documents = drifted.filter { $0.label == label }.map(\.document)
            #expect(documents == documents.sorted())
        }
    }

    @Test("draws the same rows under every order")
    func orders() throws {
        func drawn(_ order: ArrivalOrder) throws -> [DesignedRow] {
            try rows {
                ($0.flip, $0.count, $0.contradict, $0.copies, $0.order) = (0.1, 300, 0.2, 2, order)
                $0.labelShares = [.init(.integer(1), 0.7)]
            }
        }
        func counted(_ rows: [DesignedRow]) -> [DesignedRow: Int] {
            rows.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        let arrival = try drawn(.arrival)
        #expect(arrival.count == 720 && counted(arrival).values.allSatisfy { $0 == 2 })
        for order in [ArrivalOrder.random, .label, .runs(30)] {
            let other = try drawn(order)
            #expect(other != arrival && counted(other) == counted(arrival))
        }
    }
}

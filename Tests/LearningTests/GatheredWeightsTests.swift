import CLearning
import Features
import RandomNumbers
import TestSupport
import Testing
import Values

@testable import Learning

/// Calls that learn on gathered weights make the model of calls that do not.
@Suite("Gathered weights")
struct GatheredWeightsTests {
    /// All instructions that this processor has.
    private static let everyInstructions = [learning_instructions_portable, learning_instructions_avx512]
        .filter { $0.rawValue <= LateScales.bestInstructions.rawValue }

    @Test("columns are numbered in ascending order, each once", arguments: everyInstructions)
    func numbering(_ instructions: learning_instructions) throws {
        var random = MersenneTwister(seed: 3)
        for nFeatures in [1, 2, 31, 32, 33, 64, 100, 1000] {
            for count in [0, 1, 5, 40, 400] {
                let columns = (0..<count).map { _ in Int32(random.integer(from: 0, below: nFeatures)) }
                let sorted = Set(columns).sorted()
                var gathered = GatheredWeights(instructions: instructions)
                // Again, since what is left of one call must not be part of the next.
                for _ in 0..<2 {
                    var numbered = columns
                    var span = numbered.mutableSpan
                    let isDone = gathered.number(&span, nFeatures: nFeatures)
                    #expect(isDone == (sorted.count <= nFeatures / 2))
                    #expect(numbered == (isDone ? columns.map { Int32(sorted.firstIndex(of: $0)!) } : columns))
                    var all = (0..<nFeatures).map(Double.init)
                    guard isDone else { continue }
                    let weights = gathered.gather(from: &all)
                    #expect(weights.prefix(sorted.count) == sorted.map(Double.init)[...])
                    gathered.forget()
                }
            }
        }
    }

    @Test("a column that there cannot be is not marked", arguments: [-1, 64, Int32.max, .min])
    func outside(column: Int32) {
        var marks = [learning_marks](repeating: learning_marks(), count: 2)
        let columns = [63, 0, column, 1]
        #expect(unsafe learning_mark(columns, columns.count, &marks, 64) == 2)
        #expect(marks.map(\.bits) == [1, 1 << 31])
    }

    @Test("weights are put back, multiplied, and taken out, and none behind them is", arguments: everyInstructions)
    func gathering(_ instructions: learning_instructions) throws {
        var random = MersenneTwister(seed: 5)
        for count in Array(1...70) + [95, 96, 97, 500] {
            for share in [0, 1, 3, 10] {
                func some() -> [Int] { (0..<count).filter { _ in random.integer(from: 0, below: 10) < share } }
                let (late, wanted) = (some(), some())
                let before = (0..<count).map { _ in Double(random.integer(from: 1, below: 1 << 30)) / 1_000_003 }
                let lateWeights = late.indices.map { $0 == 0 ? -0.0 : Double($0) / 7 }
                var lateBits = [UInt32](repeating: 0, count: (count + 31) / 32)
                var marks = lateBits.map { learning_marks(bits: $0, before: 9) }
                for column in late { lateBits[column / 32] |= 1 << UInt32(column % 32) }
                for column in wanted { marks[column / 32].bits |= 1 << UInt32(column % 32) }
                let wantedBits = marks.map(\.bits)
                var expected = before
                for (column, weight) in zip(late, lateWeights) { expected[column] = weight }
                for column in expected.indices { expected[column] *= 0.999_7 }
                try unsafe withElementsAtBorder(Double.self, count: count) { all in
                    for index in all.indices { unsafe all[index] = before[index] }
                    try unsafe withElementsAtBorder(Double.self, count: wanted.count) { gathered in
                        try unsafe withElementsAtBorder(Double.self, count: late.count) { weights in
                            for index in weights.indices { unsafe weights[index] = lateWeights[index] }
                            unsafe lateBits.withUnsafeMutableBufferPointer { lateBits in
                                let late = unsafe learning_pending(
                                    bits: lateBits.baseAddress, weights: weights.baseAddress, scale: 0.999_7)
                                unsafe learning_gather(
                                    all.baseAddress, count, late, &marks, gathered.baseAddress, instructions)
                            }
                        }
                        #expect(unsafe bits(Array(all)) == bits(expected))
                        #expect(unsafe bits(Array(gathered)) == bits(wanted.map { expected[$0] }))
                    }
                }
                #expect(lateBits == wantedBits)
                #expect(marks.allSatisfy { $0.bits == 0 && $0.before == 9 })
            }
        }
    }

    private static let nFeatures = 3001

    /// Rows of 20 columns, the first of which is in every row.
    private func rows(_ count: Int, seed: Int, factor: Double = 1) -> SparseBatch {
        drawnRows(count, width: 20, below: Self.nFeatures, nFeatures: Self.nFeatures, seed: seed, factor: factor)
    }

    private static let everySettings = [
        logisticSettings { $0.alpha = 0.01 }, logisticSettings { $0.penalty = .l1 },
        logisticSettings { $0.penalty = .elasticnet },
        logisticSettings { $0.penalty = nil },
        logisticSettings { ($0.loss, $0.learningRate, $0.eta0) = (.hinge, .pa1, 1) },
        // The scale falls below the least that is kept: in some calls, and in each row.
        logisticSettings { ($0.alpha, $0.learningRate, $0.eta0) = (0.7, .constant, 1) },
        logisticSettings { ($0.alpha, $0.learningRate, $0.eta0) = (2, .constant, 1) },
    ]

    private let classes = [Label.integer(0), .integer(1)]

    private func labels(_ count: Int, _ seed: Int) -> [Label] { (0..<count).map { classes[($0 * $0 + seed) % 2] } }

    /// Whether some weights are gathered when a call of so many rows has ended.
    private static func gathers(_ count: Int) -> Bool { count >= 13 && count <= 100 }

    @Test("the numbers are those of calls that gather none, whoever looks when", arguments: 0..<7)
    func numbers(settings: Int) throws {
        var late = try SGDClassifier(
            settings: Self.everySettings[settings], classes: classes, nFeatures: Self.nFeatures)
        try late.partialFit(rows(200, seed: 1), labels: labels(200, 1))
        var prompt = late
        // Calls that gather, that leave most weights to be settled later, that do neither since they are small, and whose columns are
        // too many.
        let sizes = [30, 14, 40, 1, 1, 20, 5, 30, 400, 25, 1, 300, 1, 50]
        for number in 2..<60 {
            let size = sizes[number % sizes.count]
            var (batch, other) = (rows(size, seed: number), rows(size, seed: number))
            let copy = late
            let copied = copy.coefficients
            let labels = labels(size, number)
            let scores = try late.partialFit(taking: &batch, labels: labels, judging: true, settlesLater: true)
            let otherScores = try prompt.partialFit(taking: &other, labels: labels, judging: true)
            #expect(bits(scores) == bits(otherScores))
            #expect(late.gathered.isEmpty != Self.gathers(size), "\(size) rows")
            if number % 3 == 0 {
                let asked = rows(5, seed: 100 + number)
                #expect(bits(late.decisionFunction(asked)) == bits(prompt.decisionFunction(asked)))
                let columns = 0..<Int32(Self.nFeatures)
                #expect(
                    bits(columns.flatMap(late.weights(ofColumn:))) == bits(columns.flatMap(prompt.weights(ofColumn:))))
                #expect(late.state == prompt.state)
                #expect(late.nonzeroWeights == prompt.nonzeroWeights)
                #expect(late.largestWeightDifference(from: prompt) == 0)
                #expect(try bits(late.with(late.settings).coefficients) == bits(prompt.coefficients))
            }
            #expect(bits(copy.coefficients) == bits(copied))
            if number % 20 == 0 {
                late.settle()
                #expect(late.gathered.isEmpty)
            }
        }
        late.settle()
        #expect(bits(late.coefficients) == bits(prompt.coefficients))
    }

    @Test("a call that fails takes nothing away from what is to be put back", arguments: [1e-3, 0.7])
    func failure(alpha: Double) throws {
        let settings = logisticSettings {
            ($0.loss, $0.learningRate, $0.eta0, $0.alpha) = (.squaredError, .constant, 0.01, alpha)
        }
        var late = try SGDClassifier(settings: settings, classes: classes, nFeatures: Self.nFeatures)
        try late.partialFit(rows(200, seed: 1, factor: 0.1), labels: labels(200, 1))
        var prompt = late
        for number in 2..<30 {
            let size = number % 5 == 4 ? 1 : 30
            let before = late.state
            if number % 3 != 0 {
                var failing = rows(number % 2 == 0 ? 20 : 200, seed: number, factor: 1e300)
                let labels = labels(failing.rowCount, number)
                #expect(throws: LearningError.self) {
                    try late.partialFit(taking: &failing, labels: labels, settlesLater: true)
                }
                #expect(late.state == before)
            }
            var (batch, other) = (
                rows(size, seed: number, factor: 0.1), rows(size, seed: number, factor: 0.1)
            )
            try late.partialFit(taking: &batch, labels: labels(size, number), settlesLater: true)
            try prompt.partialFit(taking: &other, labels: labels(size, number))
            #expect(bits(late.coefficients) == bits(prompt.coefficients))
        }
    }
}

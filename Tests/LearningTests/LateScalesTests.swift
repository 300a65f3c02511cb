import CLearning
import Features
import RandomNumbers
import TestSupport
import Testing
import Values

@testable import Learning

/// Calls of few entries that leave most weights to be settled later make the model of calls that settle all.
@Suite("Late scales")
struct LateScalesTests {
    /// All instructions that this processor has.
    private static let everyInstructions = [learning_instructions_portable, learning_instructions_avx512]
        .filter { $0.rawValue <= LateScales.bestInstructions.rawValue }

    @Test("numbers are multiplied one factor after the other, and none behind them is", arguments: everyInstructions)
    func multiply(_ instructions: learning_instructions) throws {
        var random = MersenneTwister(seed: 7)
        for count in Array(0...20) + [31, 32, 63, 64, 65, 127, 128, 129, 200, 1000] {
            for factorCount in [0, 1, 2, 24, 100] {
                func number() -> Double { Double(random.integer(from: 1, below: 1 << 30)) / 1_000_003 }
                var numbers = (0..<count).map { _ in number() }
                if count > 3 { numbers.replaceSubrange(0..<4, with: [0, -0.0, .leastNonzeroMagnitude, -1.5]) }
                let factors = (0..<factorCount).map { _ in 1 - number() / 4000 }
                let expected = numbers.map { factors.reduce($0, *) }
                try unsafe withElementsAtBorder(Double.self, count: count) { room in
                    for index in room.indices { unsafe room[index] = numbers[index] }
                    unsafe learning_multiply(room.baseAddress, count, factors, factorCount, instructions)
                    #expect(unsafe bits(Array(room)) == bits(expected), "\(count) numbers, \(factorCount) factors")
                }
            }
        }
    }

    private static let nFeatures = 6000

    /// Rows of 8 columns, the first of which is in every row; a row may come twice.
    private func rows(_ count: Int, seed: Int, factor: Double = 1) -> SparseBatch {
        // New columns come for a while, as words do.
        drawnRows(
            count, width: 8, below: min(Self.nFeatures, 5000 + 11 * seed), nFeatures: Self.nFeatures, seed: seed,
            factor: factor)
    }

    private static let everySettings = [
        logisticSettings { $0.alpha = 0.01 }, logisticSettings { $0.penalty = .l1 },
        logisticSettings { $0.penalty = .elasticnet },
        logisticSettings { $0.penalty = nil }, logisticSettings { $0.average = 20 },
        // The scale falls below the least that is kept: in calls of several rows, and in each.
        logisticSettings { ($0.alpha, $0.learningRate, $0.eta0) = (0.999_99, .constant, 1) },
        logisticSettings { ($0.alpha, $0.learningRate, $0.eta0) = (2, .constant, 1) },
    ]

    @Test("the numbers are those of calls that settle all, whoever looks when", arguments: [2, 3], 0..<7)
    func numbers(classes count: Int, settings: Int) throws {
        let classes = (0..<count).map { Label.integer(Int64($0)) }
        var late = try SGDClassifier(
            settings: Self.everySettings[settings], classes: classes, nFeatures: Self.nFeatures)
        // All columns but the last few at once, so that calls of a row come to few of them.
        try late.partialFit(rows(1500, seed: 1), labels: (0..<1500).map { classes[$0 % count] })
        var prompt = late
        var waited = 0
        for number in 2..<90 {
            // Now and then a call that is too large to wait for, and one of several rows that is not.
            let size = number % 40 == 39 ? 30 : number % 5 == 4 ? 3 : 1
            var (batch, other) = (rows(size, seed: number), rows(size, seed: number))
            let labels = (0..<size).map { classes[($0 + number) % count] }
            let copy = late
            let copied = copy.coefficients
            let scores = try late.partialFit(taking: &batch, labels: labels, judging: true, settlesLater: true)
            let otherScores = try prompt.partialFit(taking: &other, labels: labels, judging: true)
            #expect(bits(scores) == bits(otherScores))
            waited += late.late.contains { !$0.isEmpty } ? 1 : 0
            if number % 7 == 0 {
                let asked = rows(5, seed: 1000 + number)
                #expect(bits(late.decisionFunction(asked)) == bits(prompt.decisionFunction(asked)))
                let columns: Range<Int32> = 0..<50
                #expect(
                    bits(columns.flatMap(late.weights(ofColumn:))) == bits(columns.flatMap(prompt.weights(ofColumn:))))
                #expect(late.state == prompt.state)
                #expect(late.nonzeroWeights == prompt.nonzeroWeights)
                #expect(late.largestWeightDifference(from: prompt) == 0)
                #expect(bits(copy.coefficients) == bits(copied))
            }
            if number % 30 == 0 { late.settle() }
        }
        #expect(bits(late.coefficients) == bits(prompt.coefficients))
        let other = try late.with(late.settings)
        #expect(bits(other.coefficients) == bits(prompt.coefficients))
        late.settle()
        let waits = late.late.contains { !$0.isEmpty }
        #expect(!waits)
        #expect(bits(late.coefficients) == bits(prompt.coefficients))
        // Where nothing is shrunk, weights are averaged, or a row settles all, nothing ever waits.
        #expect((waited > 40) == (![1, 3, 4, 6].contains(settings)))
    }

    @Test("weights wait behind calls of a few rows alone, where that saves time", arguments: [1, 3, 10, 30])
    func waiting(rows count: Int) throws {
        let classes = [Label.integer(0), .integer(1)]
        var late = try SGDClassifier(
            settings: logisticSettings { _ in }, classes: classes, nFeatures: Self.nFeatures)
        try late.partialFit(rows(1500, seed: 1), labels: (0..<1500).map { classes[$0 % 2] })
        var batch = rows(count, seed: 2)
        try late.partialFit(taking: &batch, labels: (0..<count).map { classes[$0 % 2] }, settlesLater: true)
        #expect(late.late[0].isEmpty == (count > 3))
    }

    @Test("a call that fails takes nothing away from what waits", arguments: [2, 3], [1e-3, 0.999_99])
    func failure(classes count: Int, alpha: Double) throws {
        let classes = (0..<count).map { Label.integer(Int64($0)) }
        let settings = logisticSettings {
            ($0.loss, $0.learningRate, $0.eta0, $0.alpha) = (.squaredError, .constant, 1, alpha)
        }
        var late = try SGDClassifier(settings: settings, classes: classes, nFeatures: Self.nFeatures)
        try late.partialFit(rows(1500, seed: 1, factor: 0.1), labels: (0..<1500).map { classes[$0 % count] })
        var prompt = late
        for number in 2..<40 {
            if number % 3 == 0 {
                var failing = rows(2, seed: number, factor: 1e300)
                #expect(throws: LearningError.self) {
                    try late.partialFit(
                        taking: &failing, labels: [classes[0], classes[1]], settlesLater: true)
                }
            }
            var (batch, other) = (rows(1, seed: number, factor: 0.1), rows(1, seed: number, factor: 0.1))
            try late.partialFit(taking: &batch, labels: [classes[number % count]], settlesLater: true)
            try prompt.partialFit(taking: &other, labels: [classes[number % count]])
            #expect(bits(late.coefficients) == bits(prompt.coefficients))
        }
        late.settle()
        #expect(bits(late.coefficients) == bits(prompt.coefficients))
    }
}

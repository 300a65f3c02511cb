import Features
import Learning
import RandomNumbers
import Testing
import Values

/// Once many columns have occurred, the weights lie by column, which changes no number.
///
/// A model of the same rows in a matrix so wide that its weights never do is the same.
@Suite("Weights by column")
struct WeightsByColumnTests {
    /// So many that the rows here are of few of them.
    private static let wide = 100_003

    /// Rows of 40 columns, the first two of which are the first and the last of the first `below` columns, in a matrix of `nFeatures`.
    private func rows(_ count: Int, seed: UInt32, below: Int, nFeatures: Int, factor: Double = 1) -> SparseBatch {
        var random = MersenneTwister(seed: seed)
        var batch = SparseBatch(nFeatures: nFeatures)
        for _ in 0..<count {
            var columns = [0, Int32(below - 1)]
            while columns.count < 40 {
                let column = Int32(random.integer(from: 0, below: below))
                if !columns.contains(column) { columns.append(column) }
            }
            let values = columns.map { _ in Double(random.integer(from: 0, below: 9) - 4) / 8 * factor }
            batch.append(columns: columns, values: values)
        }
        return batch
    }

    private func classes(_ count: Int) -> [Label] { (0..<count).map { .integer(Int64($0)) } }

    private func labels(_ count: Int, _ classes: [Label]) -> [Label] {
        (0..<count).map { classes[$0 * $0 % 7 % classes.count] }
    }

    private func expectSame(_ narrow: SGDClassifier, _ wide: SGDClassifier) {
        for column in 0..<Int32(narrow.nFeatures) {
            #expect(bits(narrow.weights(ofColumn: column)) == bits(wide.weights(ofColumn: column)))
        }
        #expect(bits(narrow.intercepts) == bits(wide.intercepts))
        #expect(narrow.nonzeroWeights == wide.nonzeroWeights)
        let all = wide.coefficients
        let rows = (0..<wide.problemCount).flatMap { all[$0 * Self.wide..<$0 * Self.wide + narrow.nFeatures] }
        #expect(bits(narrow.coefficients) == bits(rows))
        var pieces: [Double] = []
        narrow.state.coef.forEachPiece { start, piece in
            #expect(start == pieces.count && piece.count <= 8192)
            for index in piece.indices { pieces.append(piece[index]) }
        }
        #expect(bits(pieces) == bits(rows))
        var (one, other): ([Int32: String], [Int32: String]) = ([:], [:])
        narrow.forEachColumn { one[$0] = bits($1) }
        wide.forEachColumn { column, weights in
            if weights.contains(where: { $0 != 0 }) { other[column] = bits(weights) }
        }
        #expect(one.filter { other[$0.key] != nil } == other)
    }

    /// Calls whose columns are more and more: from the third or fourth on most of all, in the middle of the call.
    ///
    /// Small calls change nothing, but the large one after them does. With three classes nothing ever does.
    @Test("calls before, at and after the change make the model that no change makes", arguments: [2, 3], [0, 1, 70])
    func change(classes count: Int, average: Int) throws {
        let classes = classes(count)
        for (nFeatures, penalty) in [
            (1000, nil), (1001, Penalty.l1), (1024, .l2), (9001, .l2), (999, .elasticnet), (6001, .l2),
        ] {
            var settings = SGDClassifierSettings()
            (settings.average, settings.penalty, settings.loss) = (average, penalty, .logLoss)
            var narrow = try SGDClassifier(settings: settings, classes: classes, nFeatures: nFeatures)
            var wide = try SGDClassifier(settings: settings, classes: classes, nFeatures: Self.wide)
            var copies: [(SGDClassifier, SGDClassifierState)] = []
            var calls = [16, 10, 4, 1, 1, 10].map { (count: nFeatures == 9001 ? 200 : 30, share: $0) }
            if nFeatures == 6001 { calls = [(Int, Int)](repeating: (1, 1), count: 40) + [(200, 1), (30, 10)] }
            for (number, (count, share)) in calls.enumerated() {
                func rows(in all: Int) -> SparseBatch {
                    self.rows(count, seed: UInt32(number), below: nFeatures / share, nFeatures: all)
                }
                var (batch, other) = (rows(in: nFeatures), rows(in: Self.wide))
                let labels = labels(count, classes)
                copies.append((narrow, narrow.state))
                #expect(bits(narrow.decisionFunction(batch)) == bits(wide.decisionFunction(other)))
                let scores = try narrow.partialFit(taking: &batch, labels: labels, judging: true)
                let otherScores = try wide.partialFit(taking: &other, labels: labels, judging: true)
                #expect(bits(scores) == bits(otherScores))
                if count > 1 { expectSame(narrow, wide) }
            }
            for (copy, state) in copies { #expect(copy.state == state) }
        }
    }

    @Test("a call that fails at the change takes back what it did", arguments: [2, 3], [0, 1])
    func failure(classes count: Int, average: Int) throws {
        let classes = classes(count)
        for alpha in [1e-4, 0.9] {
            var settings = SGDClassifierSettings()
            (settings.loss, settings.learningRate, settings.eta0) = (.squaredError, .constant, 1e-2)
            (settings.average, settings.alpha) = (average, alpha)
            var narrow = try SGDClassifier(settings: settings, classes: classes, nFeatures: 1000)
            var wide = try SGDClassifier(settings: settings, classes: classes, nFeatures: Self.wide)
            let labels = labels(30, classes)
            // The second call fails, and has the weights lie by column from then on; the fourth fails, too.
            for (number, share) in [16, 1, 4, 1, 1].enumerated() {
                let factor = number % 2 == 1 ? 1e200 : 1
                func rows(in all: Int) -> SparseBatch {
                    self.rows(30, seed: UInt32(number), below: 1000 / share, nFeatures: all, factor: factor)
                }
                let before = narrow.state
                if factor > 1 {
                    #expect(throws: LearningError.self) {
                        try narrow.partialFit(rows(in: 1000), labels: labels)
                    }
                    #expect(narrow.state == before)
                    #expect(bits(narrow.state.coef.numbers) == bits(before.coef.numbers))
                    #expect(throws: LearningError.self) {
                        try wide.partialFit(rows(in: Self.wide), labels: labels)
                    }
                } else {
                    try narrow.partialFit(rows(in: 1000), labels: labels)
                    try wide.partialFit(rows(in: Self.wide), labels: labels)
                }
                expectSame(narrow, wide)
            }
        }
    }

    @Test("a whole set that has the change in its middle is learned as without", arguments: [2, 3])
    func wholeSet(classes count: Int) throws {
        var settings = SGDClassifierSettings()
        settings.maxIter = 5
        let labels = labels(60, classes(count))
        var narrow = try SGDClassifier(settings: settings, classes: labels, nFeatures: 1000)
        var wide = try SGDClassifier(settings: settings, classes: labels, nFeatures: Self.wide)
        try narrow.fit(rows(60, seed: 1, below: 1000, nFeatures: 1000), labels: labels)
        try wide.fit(rows(60, seed: 1, below: 1000, nFeatures: Self.wide), labels: labels)
        expectSame(narrow, wide)
    }

    @Test("weights that are taken up lie by column where they are many", arguments: [2, 3], [0, 1])
    func takenUp(classes count: Int, average: Int) throws {
        let classes = classes(count)
        var settings = SGDClassifierSettings()
        settings.average = average
        let labels = labels(60, classes)
        var learned = try SGDClassifier(settings: settings, classes: classes, nFeatures: 1000)
        try learned.partialFit(rows(60, seed: 1, below: 1000, nFeatures: 1000), labels: labels)
        var restored = try SGDClassifier(restoring: learned.state)
        restored.keepByColumn()
        #expect(bits(restored.coefficients) == bits(learned.coefficients))
        #expect(restored.state == learned.state)
        // Few weights against many, either way.
        var few = try SGDClassifier(settings: settings, classes: classes, nFeatures: 1000)
        try few.partialFit(rows(9, seed: 2, below: 50, nFeatures: 1000), labels: self.labels(9, classes))
        let largest = zip(few.coefficients + few.intercepts, learned.coefficients + learned.intercepts)
            .reduce(0) { max($0, abs($1.0 - $1.1)) }
        #expect(few.largestWeightDifference(from: learned) == largest)
        #expect(learned.largestWeightDifference(from: few) == largest)
        for seed in 3..<6 as Range<UInt32> {
            let rows = rows(60, seed: seed, below: 1000, nFeatures: 1000)
            try learned.partialFit(rows, labels: labels)
            try restored.partialFit(rows, labels: labels)
        }
        #expect(bits(restored.coefficients) == bits(learned.coefficients))
    }

    @Test("some columns' weights, of which one is −0, are kept", arguments: [100, 900])
    func kept(columns count: Int) throws {
        let columns = (0..<Int32(count)).reversed().map { $0 == 0 ? 999 : $0 }
        var weights = columns.map { Double($0) / 7 }
        weights[3] = -0.0
        var numbers = [Double](repeating: 0, count: 1000)
        for (column, weight) in zip(columns, weights) { numbers[Int(column)] = weight }
        var (one, other) = (
            try SGDClassifier(settings: .init(), classes: classes(2), nFeatures: 1000),
            try SGDClassifier(settings: .init(), classes: classes(2), nFeatures: 1000)
        )
        one.keep(columns, weights: weights)
        #expect(bits(one.coefficients) == bits(numbers))
        var state = other.state
        state.coef = Coefficients(numbers)
        other = try SGDClassifier(restoring: state)
        let rows = rows(30, seed: 5, below: 1000, nFeatures: 1000)
        for _ in 0..<3 {
            try one.partialFit(rows, labels: labels(30, classes(2)))
            try other.partialFit(rows, labels: labels(30, classes(2)))
            #expect(bits(one.coefficients) == bits(other.coefficients))
        }
    }

    @Test(
        "a weight that overflows is seen, but not one that a penalty has brought back to 0", arguments: [8, 1_000_000])
    func overflow(nFeatures: Int) throws {
        var settings = SGDClassifierSettings()
        (settings.loss, settings.learningRate, settings.eta0) = (.hinge, .constant, 10)
        (settings.fitIntercept, settings.penalty) = (false, nil)
        var batch = SparseBatch(nFeatures: nFeatures)
        batch.append(columns: [1, 7], values: [1e308, 0.5])
        var classifier = try SGDClassifier(settings: settings, classes: classes(2), nFeatures: nFeatures)
        let error = #expect(throws: LearningError.self) { try classifier.partialFit(batch, labels: [.integer(1)]) }
        #expect(error?.code == "overflow")
        #expect(classifier.nonzeroWeights == 0)
        // What it takes away is infinite, too.
        (settings.penalty, settings.alpha) = (.l1, 1e308)
        classifier = try SGDClassifier(settings: settings, classes: classes(2), nFeatures: nFeatures)
        try classifier.partialFit(batch, labels: [.integer(1)])
        #expect(classifier.nonzeroWeights == 0)
    }
}

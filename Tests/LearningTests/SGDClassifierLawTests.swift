import Features
import Learning
import Testing
import Values

@Suite("Laws of learning")
struct SGDClassifierLawTests {
    static let sequences = Comparison.all.indices.filter {
        Comparison.all[$0].calls.count > 1 && Comparison.all[$0].coef != nil
    }

    @Test("saved, restored and gone on is as if it had never stopped", arguments: sequences)
    func restores(number: Int) throws {
        let comparison = Comparison.all[number]
        let classes = comparison.classes.map(\.label)
        var classifier = try SGDClassifier(
            settings: comparison.classifierSettings(), classes: classes, nFeatures: 24)
        for call in comparison.calls {
            classifier = try SGDClassifier(restoring: classifier.state)
            let rows = DrawnRows(seed: call.seed, rows: call.rows, classes: classes)
            try classifier.partialFit(
                rows.batch, labels: rows.labels, sampleWeights: call.weighted ? rows.weights : nil)
        }
        #expect(bits(classifier.coefficients) == comparison.coef)
        #expect(bits(classifier.intercepts) == comparison.results.last?.intercept)
        let restored = try SGDClassifier(restoring: classifier.state)
        #expect(restored.state == classifier.state)
        #expect(restored.nonzeroWeights == classifier.nonzeroWeights)
    }

    @Test("renamed columns have the same weights under their new names", arguments: sequences.prefix(60))
    func renamesColumns(number: Int) throws {
        let comparison = Comparison.all[number]
        let classes = comparison.classes.map(\.label)
        let settings = try comparison.classifierSettings()
        // A reversal into a wider matrix: the stored order of a row's entries stays as it was.
        func renamed(_ column: Int32) -> Int32 { 5_000_000 - 77_777 * column }
        var narrow = try SGDClassifier(settings: settings, classes: classes, nFeatures: 24)
        var wide = try SGDClassifier(settings: settings, classes: classes, nFeatures: 6_000_000)
        for call in comparison.calls {
            let rows = DrawnRows(seed: call.seed, rows: call.rows, classes: classes)
            let renamedBatch = rows.batch.mapRows(nFeatures: 6_000_000) { ($0.map(renamed), $1) }
            try narrow.partialFit(rows.batch, labels: rows.labels)
            try wide.partialFit(renamedBatch, labels: rows.labels)
        }
        for column in Int32(0)..<24 {
            #expect(bits(narrow.weights(ofColumn: column)) == bits(wide.weights(ofColumn: renamed(column))))
        }
        #expect(narrow.intercepts == wide.intercepts)
    }

    @Test("a batch of one row knows no order", arguments: LossName.allCases)
    func shufflesNothing(loss: LossName) throws {
        var settings = SGDClassifierSettings()
        settings.loss = loss
        var shuffled = try SGDClassifier(settings: settings, classes: [.integer(0), .integer(1)], nFeatures: 24)
        settings.shuffle = false
        var inOrder = try SGDClassifier(settings: settings, classes: [.integer(0), .integer(1)], nFeatures: 24)
        for seed in 1..<UInt32(20) {
            let rows = DrawnRows(seed: seed, rows: 1, classes: shuffled.classes)
            try shuffled.partialFit(rows.batch, labels: rows.labels)
            try inOrder.partialFit(rows.batch, labels: rows.labels)
        }
        #expect(shuffled.coefficients == inOrder.coefficients)
        #expect(shuffled.nonzeroWeights > 0)
    }

    @Test("in order, row by row is one batch: exactly without a penalty, nearly with L2", arguments: [nil, Penalty.l2])
    func rowByRow(penalty: Penalty?) throws {
        var settings = SGDClassifierSettings()
        settings.shuffle = false
        settings.penalty = penalty
        let rows = DrawnRows(seed: 5, rows: 50, classes: [.text("a"), .text("b"), .text("c")])
        var whole = try SGDClassifier(settings: settings, classes: rows.labels, nFeatures: 24)
        var single = whole
        try whole.partialFit(rows.batch, labels: rows.labels)
        for row in 0..<50 {
            try single.partialFit(rows.batch.selecting([row]), labels: [rows.labels[row]])
        }
        #expect(single.t == whole.t)
        for (one, other) in zip(single.coefficients, whole.coefficients) {
            #expect(penalty == nil ? one == other : abs(one - other) <= 1e-12 * abs(other))
        }
    }

    @Test("the order of the entries of a row of two does not matter")
    func entryOrder() throws {
        var forward = try SGDClassifier(settings: .init(), classes: [.integer(0), .integer(1)], nFeatures: 8)
        var backward = forward
        var batch = SparseBatch(nFeatures: 8)
        batch.append(columns: [1, 4], values: [0.3, -0.7])
        batch.append(columns: [0, 4], values: [0.9, 0.1])
        batch.append(columns: [1, 7], values: [-0.2, 0.8])
        let labels: [Label] = [.integer(0), .integer(1), .integer(0)]
        let swapped = batch.mapRows(nFeatures: 8) { ($0.reversed(), $1.reversed()) }
        for _ in 0..<5 {
            try forward.partialFit(batch, labels: labels)
            try backward.partialFit(swapped, labels: labels)
        }
        #expect(forward.state == backward.state)
    }

    @Test("a copy taken before learning is still as it was")
    func copies() throws {
        let rows = DrawnRows(seed: 9, rows: 30, classes: [.integer(0), .integer(1)])
        var settings = SGDClassifierSettings()
        settings.average = 1
        var classifier = try SGDClassifier(settings: settings, classes: rows.labels, nFeatures: 24)
        try classifier.partialFit(rows.batch, labels: rows.labels)
        let copy = classifier
        let before = classifier.state
        try classifier.partialFit(rows.batch, labels: rows.labels)
        #expect(copy.state == before)
        #expect(classifier.state != before)
    }

    @Test("learning and predicting change neither rows nor labels, and predicting not the classifier")
    func purity() throws {
        let rows = DrawnRows(seed: 9, rows: 30, classes: [.integer(0), .integer(1)])
        let (batch, labels) = (rows.batch, rows.labels)
        var classifier = try SGDClassifier(settings: .init(), classes: labels, nFeatures: 24)
        try classifier.fit(batch, labels: labels)
        let before = classifier.state
        _ = classifier.predict(batch)
        _ = try classifier.probabilities(of: batch)
        _ = classifier.score(batch, labels: labels)
        #expect(batch == rows.batch)
        #expect(classifier.state == before)
    }

    @Test("fit forgets what was learned before")
    func fitForgets() throws {
        let rows = DrawnRows(seed: 9, rows: 30, classes: [.integer(0), .integer(1)])
        var fresh = try SGDClassifier(settings: .init(), classes: rows.labels, nFeatures: 24)
        var used = fresh
        try used.partialFit(rows.batch, labels: rows.labels)
        try used.fit(rows.batch, labels: rows.labels)
        try fresh.fit(rows.batch, labels: rows.labels)
        #expect(used.state == fresh.state)
    }
}

import Features
import Learning
import Testing
import Values

@Suite("What cannot be learned is refused, and the classifier stays as it was")
struct SGDClassifierErrorTests {
    private let rows = DrawnRows(seed: 3, rows: 12, classes: [.integer(0), .integer(1)])

    private func trained(_ change: (inout SGDClassifierSettings) -> Void = { _ in }) throws -> SGDClassifier {
        var settings = SGDClassifierSettings()
        change(&settings)
        var classifier = try SGDClassifier(settings: settings, classes: rows.labels, nFeatures: 24)
        try classifier.partialFit(rows.batch, labels: rows.labels)
        return classifier
    }

    /// Expects that learning from a batch fails with a code and changes nothing.
    private func expectRefusal(
        _ code: String, _ classifier: SGDClassifier, _ batch: SparseBatch, _ labels: [Label],
        sampleWeights: [Double]? = nil, evidence: [Parameter]? = nil
    ) {
        let before = classifier.state
        var one = classifier
        let error = #expect(throws: LearningError.self) {
            try one.partialFit(batch, labels: labels, sampleWeights: sampleWeights)
        }
        #expect(error?.code == code)
        if let evidence { #expect(error?.evidence == evidence) }
        #expect(one.state == before)
        #expect(bits(one.decisionFunction(rows.batch)) == bits(classifier.decisionFunction(rows.batch)))
    }

    @Test("an unknown label, by its row")
    func unknownLabel() throws {
        var labels = rows.labels
        labels[7] = .integer(5)
        let evidence = [
            Parameter("row", .integer(7)), Parameter("expected", .text("0, 1")), Parameter("actual", .text("5")),
        ]
        expectRefusal("unknown_label", try trained(), rows.batch, labels, evidence: evidence)
    }

    @Test("a label so long that it is a document is not repeated")
    func longLabel() throws {
        var labels = rows.labels
        labels[0] = .text(String(repeating: "secret ", count: 100))
        var classifier = try trained()
        let error = #expect(throws: LearningError.self) { try classifier.partialFit(rows.batch, labels: labels) }
        #expect(error?.description.contains("secret") == false)
    }

    @Test("another number of columns")
    func featureCount() throws {
        expectRefusal(
            "feature_count_changed", try trained(),
            DrawnRows(seed: 3, rows: 12, nFeatures: 25, classes: rows.labels).batch,
            rows.labels, evidence: [Parameter("expected", .integer(24)), Parameter("actual", .integer(25))])
    }

    @Test("no rows")
    func emptyBatch() throws {
        expectRefusal("empty_batch", try trained(), SparseBatch(nFeatures: 24), [])
        var classifier = try trained()
        #expect(throws: LearningError.self) { try classifier.fit(SparseBatch(nFeatures: 24), labels: []) }
    }

    @Test("labels or sample weights that are not one a row")
    func counts() throws {
        expectRefusal("count_mismatch", try trained(), rows.batch, Array(rows.labels.dropLast()))
        expectRefusal("count_mismatch", try trained(), rows.batch, rows.labels, sampleWeights: [1])
    }

    @Test("sample weights that are not finite, or all 0")
    func sampleWeights() throws {
        var weights = [Double](repeating: 1, count: 12)
        weights[4] = .nan
        expectRefusal(
            "non_finite_sample_weight", try trained(), rows.batch, rows.labels, sampleWeights: weights,
            evidence: [Parameter("row", .integer(4))])
        expectRefusal(
            "no_sample_weight", try trained(), rows.batch, rows.labels, sampleWeights: [Double](repeating: 0, count: 12)
        )
    }

    @Test("a value that is not finite, by row and column")
    func values() throws {
        let row = try #require((0..<12).last { !rows.batch.entries(ofRow: $0).isEmpty })
        let entry = rows.batch.entries(ofRow: row).lowerBound
        var number = -1
        let batch = rows.batch.mapRows(nFeatures: 24) { columns, values in
            number += 1
            return (columns, number == row ? [.infinity] + values.dropFirst() : values)
        }
        expectRefusal(
            "non_finite_value", try trained(), batch, rows.labels,
            evidence: [
                Parameter("row", .integer(Int64(row))), Parameter("column", .integer(Int64(batch.columns[entry]))),
            ])
    }

    @Test("weights that overflow")
    func overflow() throws {
        let classifier = try trained {
            $0.loss = .squaredError
            $0.learningRate = .constant
            $0.eta0 = 1e-3
        }
        let batch = rows.batch.mapRows(nFeatures: 24) { ($0, $1.map { $0 * 1e200 }) }
        expectRefusal("overflow", classifier, batch, rows.labels, evidence: [Parameter("epoch", .integer(1))])
    }

    /// Few rows come to few of many columns, or many rows to all of few; with strong shrinking, the weights of all columns are
    /// scaled in the middle of the call; with several classes, problems that went well are taken back, too.
    @Test("a call that overflows late takes back what it did", arguments: [2, 3], [0, 1])
    func lateOverflow(classes: Int, average: Int) throws {
        let classes = (0..<classes).map { Label.integer(Int64($0)) }
        for (columns, count, alpha) in [(4000, 20, 1e-4), (4000, 20, 0.9), (8, 40, 1e-4), (8, 40, 0.9)] {
            var settings = SGDClassifierSettings()
            (settings.loss, settings.learningRate, settings.eta0) = (.squaredError, .constant, 1)
            (settings.alpha, settings.average, settings.shuffle) = (alpha, average, false)
            func batch(_ rows: Int, _ value: (Int) -> Double) -> (SparseBatch, [Label]) {
                var batch = SparseBatch(nFeatures: columns)
                for row in 0..<rows {
                    let first = row * 31 % (columns - 1)
                    batch.append(columns: [Int32(first), Int32(first + 1)], values: [value(row), 0.25])
                }
                return (batch, (0..<rows).map { classes[$0 % classes.count] })
            }
            var classifier = try SGDClassifier(settings: settings, classes: classes, nFeatures: columns)
            let (known, labels) = batch(400) { Double($0 % 7) / 16 - 0.25 }
            try classifier.partialFit(known, labels: labels)
            let before = classifier
            let (failing, failingLabels) = batch(count) { $0 == count - 1 ? 1e300 : 0.5 }
            let error = #expect(throws: LearningError.self) {
                try classifier.partialFit(failing, labels: failingLabels)
            }
            #expect(error?.code == "overflow")
            #expect(classifier.state == before.state)
            #expect(bits(classifier.coefficients) == bits(before.coefficients))
            // And it learns on as if nothing had been.
            var other = before
            for number in 1...3 {
                let (rows, labels) = batch(30 * number) { Double($0 % 5) / 8 - 0.25 }
                var taken = rows
                let scores = try classifier.partialFit(taking: &taken, labels: labels, judging: true)
                #expect(taken.rowCount == 0 && taken.columns.isEmpty)
                #expect(bits(scores) == bits(other.decisionFunction(rows)))
                try other.partialFit(rows, labels: labels)
            }
            #expect(bits(classifier.coefficients) == bits(other.coefficients))
        }
    }

    @Test("balanced class weights outside a whole set")
    func balanced() throws {
        var settings = SGDClassifierSettings()
        settings.classWeight = .balanced
        let classifier = try SGDClassifier(settings: settings, classes: rows.labels, nFeatures: 24)
        expectRefusal("unsupported_setting", classifier, rows.batch, rows.labels)
    }

    @Test("weights for labels that are no classes, where a class has none")
    func classWeights() throws {
        var settings = SGDClassifierSettings()
        settings.classWeight = .weights([.init(label: .integer(0), weight: 1), .init(label: .integer(9), weight: 1)])
        let classifier = try SGDClassifier(settings: settings, classes: rows.labels, nFeatures: 24)
        expectRefusal("class_weights_of_other_classes", classifier, rows.batch, rows.labels)
    }

    @Test("fewer than two classes")
    func classes() throws {
        let error = #expect(throws: LearningError.self) {
            try SGDClassifier(settings: .init(), classes: [.integer(1), .integer(1)], nFeatures: 4)
        }
        #expect(error?.code == "too_few_classes")
        var classifier = try trained()
        let before = classifier.state
        #expect(throws: LearningError.self) {
            try classifier.fit(rows.batch, labels: [Label](repeating: .integer(1), count: 12))
        }
        #expect(classifier.state == before)
    }

    @Test("weights larger than any machine's memory, before they are made")
    func tooLarge() {
        let error = #expect(throws: LearningError.self) {
            try SGDClassifier(
                settings: .init(), classes: (0..<1000).map { .integer($0) }, nFeatures: Int(Int32.max))
        }
        #expect(error?.code == "weights_too_large")
        #expect(error?.message.hasPrefix("the weights need 17179.9 GB and the machine has ") == true)
    }

    @Test("a number of columns outside 1 to 2^31 − 1", arguments: [0, -1, 1 << 31])
    func featureRange(nFeatures: Int) {
        let error = #expect(throws: LearningError.self) {
            try SGDClassifier(settings: .init(), classes: [.integer(0), .integer(1)], nFeatures: nFeatures)
        }
        #expect(error?.code == "invalid_feature_count")
    }

    @Test("an interrupted fit")
    func interrupted() throws {
        final class Impatient: WorkMonitor {
            var epochs = 0
            func advance(to done: Int, of total: Int?, unit: String) { epochs = done }
            var isInterrupted: Bool { epochs == 3 }
        }
        var classifier = try trained { $0.tol = nil }
        let before = classifier.state
        let error = #expect(throws: LearningError.self) {
            try classifier.fit(rows.batch, labels: rows.labels, monitor: Impatient())
        }
        #expect(error?.code == "interrupted")
        #expect(error?.evidence == [Parameter("epoch", .integer(3))])
        #expect(classifier.state == before)
    }

    @Test("probabilities of a loss that has none", arguments: LossName.allCases)
    func probabilities(loss: LossName) throws {
        let classifier = try trained { $0.loss = loss }
        if loss == .logLoss || loss == .modifiedHuber {
            #expect(try classifier.probabilities(of: rows.batch).count == 24)
        } else {
            let error = #expect(throws: LearningError.self) { try classifier.probabilities(of: rows.batch) }
            #expect(error?.code == "no_probabilities")
        }
    }

    @Test("a saved state whose arrays do not fit together")
    func states() throws {
        let state = try trained { $0.average = 1 }.state
        func field(_ change: (inout SGDClassifierState) -> Void) -> String? {
            var damaged = state
            change(&damaged)
            let error = #expect(throws: LearningError.self) { try SGDClassifier(restoring: damaged) }
            #expect(error?.code == "invalid_state")
            guard case .text(let field)? = error?.evidence.first?.value else { return nil }
            return field
        }
        #expect(field { $0.coef.numbers.removeLast() } == "coef_")
        #expect(field { $0.coef.numbers[0] = .nan } == "coef_")
        #expect(field { $0.intercept = [] } == "intercept_")
        #expect(field { $0.t = 0 } == "t_")
        #expect(field { $0.t = .nan } == "t_")
        #expect(field { $0.epochs = -1 } == "n_iter_")
        #expect(field { $0.classes.reverse() } == "classes_")
        #expect(field { $0.averages = nil } == "_average_coef")
        #expect(field { $0.averages?.standardCoef.numbers = [1] } == "_standard_coef")
        #expect(field { $0.averages?.standardIntercept = [] } == "_standard_intercept")
        #expect(field { $0.averages?.averageCoef.numbers = [1] } == "_average_coef")
        #expect(field { $0.averages?.averageIntercept = [.infinity] } == "_average_intercept")
        #expect(field { $0.coef.numbers[0] += 1 } == "coef_ and intercept_")
    }

    @Test("every error has words, and none shows how it was made")
    func words() {
        let errors: [LearningError] = [
            .invalidSetting(name: "a", value: .none, expected: "b"), .tooFewClasses(found: 1), .emptyBatch,
            .unknownLabel(row: 1, label: .integer(1), classes: (0..<20).map { .integer($0) }), .overflow(epoch: 1),
            .noProbabilities(loss: .hinge), .invalidState(field: "a", expected: "b", actual: "c"), .noSampleWeight,
        ]
        for error in errors {
            #expect(!error.message.isEmpty && !error.message.hasSuffix("."))
            #expect(!error.description.contains("Optional") && !error.description.contains("LearningError"))
        }
    }
}

import Learning
import Testing
import Values

@Suite("The same calls leave the same bits as scikit-learn 1.9.1")
struct SGDClassifierParityTests {
    @Test("in every recorded comparison", arguments: Comparison.all.indices)
    func matchesTheRecord(number: Int) throws {
        let comparison = Comparison.all[number]
        let classes = comparison.classes.map(\.label)
        var classifier = try SGDClassifier(
            settings: comparison.classifierSettings(), classes: classes, nFeatures: 24)
        for (call, expected) in zip(comparison.calls, comparison.results) {
            let rows = DrawnRows(seed: call.seed, rows: call.rows, classes: classes)
            let weights = call.weighted ? rows.weights : nil
            let before = classifier.state
            do throws(LearningError) {
                if call.method == "fit" {
                    try classifier.fit(rows.batch, labels: rows.labels, sampleWeights: weights)
                } else {
                    try classifier.partialFit(rows.batch, labels: rows.labels, sampleWeights: weights)
                }
            } catch {
                #expect(error.code == expected.error)
                #expect(classifier.state == before)
                return
            }
            #expect(expected.error == nil)
            #expect(bits(classifier.intercepts) == expected.intercept)
            #expect(classifier.t == expected.t)
            #expect(classifier.epochs == expected.n_iter)
        }
        #expect(bits(classifier.coefficients) == comparison.coef)
        let probe = DrawnRows(seed: UInt32(number), rows: 4, classes: classes).batch
        #expect(bits(classifier.decisionFunction(probe)) == comparison.decision)
        if let proba = comparison.proba { #expect(bits(try classifier.probabilities(of: probe)) == proba) }
    }

    @Test("for the recorded comparisons to be worth it, every loss, rate and penalty is among them")
    func coversEverySetting() throws {
        let settings = try Comparison.all.map { try $0.classifierSettings() }
        #expect(Set(settings.map(\.loss)) == Set(LossName.allCases))
        #expect(Set(settings.map(\.learningRate)) == Set(LearningRate.allCases))
        #expect(Set(settings.map(\.penalty)) == Set(Penalty.allCases.map(Optional.some) + [nil]))
        #expect(Set(Comparison.all.map(\.classes.count)) == [2, 3, 5, 9])
        #expect(Comparison.all.contains { $0.results.last?.error == "overflow" })
    }
}

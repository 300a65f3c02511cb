import Foundation
import Testing
import Training
import Values

/// A case of `Tests/Golden/make-scores-golden.py`.
struct GoldenScores: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var classes: Int
    var actual: [Int]
    var margins: [Double]
    var probabilities: [Double]?
    var predicted: [Int]
    var accuracy: Double
    var log_loss: Double?
    var roc_auc: Double?
    var precision: [Double]
    var recall: [Double]
    var f1: [Double]
    var support: [Int]
    var confusion: [Int]

    var testDescription: String { name }

    static let all: [GoldenScores] = {
        guard let data = try? Data(contentsOf: Sample.golden("scores.json")),
            let cases = try? JSONDecoder().decode([GoldenScores].self, from: data)
        else { return [] }
        return cases
    }()

    /// The scores of the case, taken in in batches of a given size.
    func scores(batchSize: Int) -> Scores {
        var tally = ScoreTally(classes: (0..<classes).map { .integer(Int64($0)) })
        let width = margins.count / actual.count
        for start in stride(from: 0, to: actual.count, by: batchSize) {
            let rows = start..<min(start + batchSize, actual.count)
            tally.add(
                Judgements(
                    predicted: Array(predicted[rows]),
                    margins: Array(margins[rows.lowerBound * width..<rows.upperBound * width]),
                    probabilities: probabilities.map {
                        Array($0[rows.lowerBound * classes..<rows.upperBound * classes])
                    },
                    classCount: classes),
                actual: Array(actual[rows]))
        }
        return tally.scores
    }
}

struct ScoresTests {
    @Test func `there are golden cases`() {
        #expect(GoldenScores.all.count == 16)
    }

    @Test(arguments: GoldenScores.all, [1, 64, 1000])
    func `the scores are those of scikit-learn`(golden: GoldenScores, batchSize: Int) {
        let scores = golden.scores(batchSize: batchSize)
        #expect(scores.documents == golden.actual.count)
        #expect(scores.accuracy == golden.accuracy)
        #expect(isNear(scores.logLoss, golden.log_loss))
        #expect(isNear(scores.rocAUC, golden.roc_auc))
        #expect(scores.classes.map(\.precision) == golden.precision)
        #expect(scores.classes.map(\.recall) == golden.recall)
        #expect(zip(scores.classes, golden.f1).allSatisfy { isNear($0.f1, $1) })
        #expect(scores.classes.map(\.support) == golden.support)
        #expect(scores.confusion.counts == golden.confusion)
    }

    @Test func `without documents nothing is known`() {
        let scores = ScoreTally(classes: [.integer(0), .integer(1)]).scores
        #expect(scores.documents == 0)
        #expect(scores.accuracy == nil)
        #expect(scores.logLoss == nil)
        #expect(scores.rocAUC == nil)
    }

    @Test func `the area is a count of pairs in which a tie is a half`() {
        let entries = [(0.1, false), (0.4, true), (0.4, false), (0.4, true), (0.9, false), (1.0, true)].map {
            ROCAUC.Entry(score: $0.0, isPositive: $0.1)
        }
        var pairs = 0.0
        for positive in entries where positive.isPositive {
            for negative in entries where !negative.isPositive {
                pairs += positive.score > negative.score ? 1 : positive.score == negative.score ? 0.5 : 0
            }
        }
        #expect(ROCAUC.area(entries) == pairs / 9)
        #expect(ROCAUC.area(entries.filter(\.isPositive)) == nil)
        #expect(ROCAUC.area([]) == nil)
    }

    private func isNear(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-12 * max(1, abs(b))
    }
}

import Learning
import Training
import Values

/// What a comparison of strategies has found.
package struct BatchComparisonResult: Sendable {
    /// The arms that learn feedback, the first of which all others are compared with, and behind them their controls.
    package let arms: [BatchArm]
    /// What the arrivals look like.
    package let profile: ArrivalProfile
    /// The test documents.
    package let test: TestDocuments
    /// What was asked.
    package let comparison: BatchComparison
    /// The model that all arms begin from, on the test documents.
    private let starting: Replicate
    /// Its accuracy, 0 to 1.
    package var startingAccuracy: Double { starting.accuracy }
    /// The numbers of the rows that were left out, since the model cannot learn them, ascending.
    package internal(set) var refusedRows: [Int64] = []
    /// How many of the rows that were learned have the very text of a test document.
    package internal(set) var rowsInTest = 0
    /// The timed trials of each arm, in the order of the rounds; empty where nothing was timed.
    package internal(set) var timed: [[TimedTrial.Result]]
    /// The replicates of each arm, in the order of the seeds.
    package internal(set) var replicates: [[Replicate]]
    /// Where the finished trials are kept; `nil` where they are not.
    var logPath: String?

    /// Removes the finished trials, once what came of them is written down.
    package func forgetTrials() { TrialLog.remove(logPath) }

    init(arms: [BatchArm], profile: ArrivalProfile, test: TestDocuments, comparison: BatchComparison) {
        (self.arms, self.profile, self.test, self.comparison) = (arms, profile, test, comparison)
        starting = test.replicate(of: comparison.base, first: comparison.base)
        timed = arms.map { _ in [] }
        replicates = arms.map { _ in [] }
    }
}

/// An arm beside the first one, beside its control, or beside the model that it began from.
package struct ArmComparison: Sendable {
    /// The arm.
    package let arm: Int
    /// The arm that it is compared with; `nil` for the model as it begins.
    package let other: Int?
    /// How much more often it is right than the other.
    package let difference: CrossedDifference
    /// The p, corrected for all comparisons.
    package let adjustedPValue: Double
    /// What that means.
    package let words: ComparisonWords
    /// See ``CrossedDifference/documentsToSettle(margin:comparisons:)``; `nil` where it is settled, or nothing would settle it.
    package let documentsToSettle: Int?
}

/// What a comparison of two arms comes to, in the order in which the words are tried.
package enum ComparisonWords: String, CaseIterable, Sendable {
    /// The batches cannot make a difference but for rounding.
    case sameLearner = "same learner"
    /// Holm's p is below 0.05 and the mean difference larger than the margin.
    case matters = "differs, and matters"
    /// Holm's p is below 0.05 and the mean difference not larger than the margin.
    case tooLittle = "differs, too little to matter"
    /// The 90 % interval lies inside the margin.
    case equivalent
    /// None of these.
    case notSettled = "not settled"
}

extension BatchComparisonResult {
    /// The arms that learn feedback.
    package var feedbackArms: Range<Int> { 0..<arms.count { !$0.isControl } }

    /// All arms that learn feedback but the first beside it, then each of them beside its control, where it has one.
    package var comparisons: [ArmComparison] {
        compared(BatchArm.pairs(of: arms).map { ($0.arm, Optional($0.other)) })
    }

    /// Each arm that learns feedback beside the model as it begins: what the feedback makes of it.
    ///
    /// They are a family of their own for Holm's correction.
    package var changes: [ArmComparison] { compared(feedbackArms.map { ($0, nil) }) }

    private func compared(_ pairs: [(arm: Int, other: Int?)]) -> [ArmComparison] {
        let rights = replicates.map { $0.map(test.rights) }
        let atFirst = comparison.seeds.map { _ in test.rights(of: starting) }
        let differences = pairs.map { pair in
            CrossedDifference(rights[pair.arm], pair.other.map { rights[$0] } ?? atFirst)
        }
        let adjusted = HolmAdjustment.adjusted(differences.map(\.pValue))
        return zip(pairs, zip(differences, adjusted)).map { pair, found in
            let (difference, p) = found
            let words = words(for: pair, difference, adjusted: p)
            return ArmComparison(
                arm: pair.arm, other: pair.other, difference: difference, adjustedPValue: p, words: words,
                documentsToSettle: words == .notSettled
                    ? difference.documentsToSettle(margin: comparison.margin, comparisons: pairs.count) : nil)
        }
    }

    private func words(for pair: (arm: Int, other: Int?), _ difference: CrossedDifference, adjusted: Double)
        -> ComparisonWords
    {
        let margin = comparison.margin
        if let other = pair.other, !arms[other].isControl, isSameLearner(pair.arm) { return .sameLearner }
        if adjusted < 0.05 { return abs(difference.mean) > margin ? .matters : .tooLittle }
        let interval = difference.interval(0.9)
        return interval.lowerBound > -margin && interval.upperBound < margin ? .equivalent : .notSettled
    }

    /// Whether an arm learns what the first one does, up to rounding: row after row in one order, with a penalty that does
    /// not depend on where a batch ends.
    private func isSameLearner(_ arm: Int) -> Bool {
        guard arms[arm].settings == arms[0].settings else { return false }
        var settings = comparison.base.classifier.settings
        for setting in arms[arm].settings { _ = try? settings.set(setting.name, to: setting.value) }
        return (settings.penalty == .l2 || settings.penalty == nil) && settings.average == 0 && !settings.shuffle
    }

    /// The arm that took the least time in every round; `nil` where none did, or nothing was timed.
    package var fastest: Int? {
        let ways = feedbackArms
        guard let rounds = timed[ways].map(\.count).min(), rounds > 0, ways.count > 1 else { return nil }
        let winners = Set(
            (0..<rounds).map { round in
                ways.min { timed[$0][round].seconds < timed[$1][round].seconds } ?? 0
            })
        return winners.count == 1 ? winners.first : nil
    }
}

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
    /// The accuracy of the model that all arms begin from on the test documents, 0 to 1.
    package let startingAccuracy: Double
    /// The timed trials of each arm, in the order of the rounds; empty where nothing was timed.
    package internal(set) var timed: [[TimedTrial.Result]]
    /// The largest memory of a process that only opened the model; `nil` where nothing was timed.
    package internal(set) var bareMemoryBytes: Int?
    /// The replicates of each arm, in the order of the seeds.
    package internal(set) var replicates: [[Replicate]]
    /// Where the finished trials are kept; `nil` where they are not.
    var logPath: String?

    /// Removes the finished trials, once what came of them is written down.
    package func forgetTrials() { TrialLog.remove(logPath) }

    init(arms: [BatchArm], profile: ArrivalProfile, test: TestDocuments, comparison: BatchComparison) {
        (self.arms, self.profile, self.test, self.comparison) = (arms, profile, test, comparison)
        startingAccuracy = test.replicate(of: comparison.base, first: comparison.base).accuracy
        timed = arms.map { _ in [] }
        replicates = arms.map { _ in [] }
    }
}

/// An arm beside the first one, or beside its control.
package struct ArmComparison: Sendable {
    /// The arm.
    package let arm: Int
    /// The arm that it is compared with.
    package let other: Int
    /// How much more often it is right than the other.
    package let difference: CrossedDifference
    /// The p, corrected for all comparisons.
    package let adjustedPValue: Double
    /// What that means.
    package let words: ComparisonWords
    /// See ``CrossedDifference/documentsToSettle(margin:)``; `nil` where it is settled, or nothing would settle it.
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
        let rights = replicates.map { $0.map(test.rights) }
        let pairs = BatchArm.pairs(of: arms)
        let differences = pairs.map { CrossedDifference(rights[$0], rights[$1]) }
        let adjusted = HolmAdjustment.adjusted(differences.map(\.pValue))
        return zip(pairs, zip(differences, adjusted)).map { pair, found in
            let (difference, p) = found
            let words = words(for: pair, difference, adjusted: p)
            return ArmComparison(
                arm: pair.0, other: pair.1, difference: difference, adjustedPValue: p, words: words,
                documentsToSettle: words == .notSettled
                    ? difference.documentsToSettle(margin: comparison.margin) : nil)
        }
    }

    private func words(for pair: (arm: Int, other: Int), _ difference: CrossedDifference, adjusted: Double)
        -> ComparisonWords
    {
        let margin = comparison.margin
        if !arms[pair.other].isControl, isSameLearner(pair.arm) { return .sameLearner }
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

import Foundation
import Learning
import Training
import Values

/// What a comparison of strategies has found.
package struct BatchComparisonResult: Sendable {
    /// The arms, the first of which all others are compared with.
    package let arms: [BatchArm]
    /// What the arrivals look like.
    package let profile: ArrivalProfile
    /// The test documents.
    package let test: TestDocuments
    /// What was asked.
    package let comparison: BatchComparison
    /// The timed trials of each arm, in the order of the rounds; empty where nothing was timed.
    package internal(set) var timed: [[TimedTrial.Result]]
    /// The largest memory of a process that only opened the model; `nil` where nothing was timed.
    package internal(set) var bareMemoryBytes: Int?
    /// The replicates of each arm, in the order of the seeds.
    package internal(set) var replicates: [[Replicate]]
    /// Where the finished trials are kept; `nil` where they are not.
    var logPath: String?

    /// Removes the finished trials, once what came of them is written down.
    package func forgetTrials() {
        if let logPath { try? FileManager.default.removeItem(atPath: logPath) }
    }

    init(arms: [BatchArm], profile: ArrivalProfile, test: TestDocuments, comparison: BatchComparison) {
        (self.arms, self.profile, self.test, self.comparison) = (arms, profile, test, comparison)
        timed = arms.map { _ in [] }
        replicates = arms.map { _ in [] }
    }
}

/// An arm beside the first one.
package struct ArmComparison: Sendable {
    /// The arm.
    package let arm: Int
    /// How much more often it is right than the first.
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
    /// All arms but the first beside it.
    package var comparisons: [ArmComparison] {
        let rights = replicates.map { $0.map(test.rights) }
        let differences = arms.indices.dropFirst().map { CrossedDifference(rights[$0], rights[0]) }
        let adjusted = HolmAdjustment.adjusted(differences.map(\.pValue))
        return zip(arms.indices.dropFirst(), zip(differences, adjusted)).map { arm, found in
            let (difference, p) = found
            let words = words(for: arm, difference, adjusted: p)
            return ArmComparison(
                arm: arm, difference: difference, adjustedPValue: p, words: words,
                documentsToSettle: words == .notSettled
                    ? difference.documentsToSettle(margin: comparison.margin) : nil)
        }
    }

    private func words(for arm: Int, _ difference: CrossedDifference, adjusted: Double) -> ComparisonWords {
        let margin = comparison.margin
        if isSameLearner(arm) { return .sameLearner }
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
        guard let rounds = timed.map(\.count).min(), rounds > 0, arms.count > 1 else { return nil }
        let winners = Set(
            (0..<rounds).map { round in
                arms.indices.min { timed[$0][round].seconds < timed[$1][round].seconds } ?? 0
            })
        return winners.count == 1 ? winners.first : nil
    }
}

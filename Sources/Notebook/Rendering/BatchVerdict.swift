import Experiments
import Values

/// What to do after a comparison, in words that no clock has a part in.
struct BatchVerdict {
    private let result: BatchComparisonResult
    private let changes: [ArmComparison]
    private let ways: [ArmComparison]
    private let controls: [ArmComparison]

    /// The verdict on a comparison.
    init(_ result: BatchComparisonResult, _ changes: [ArmComparison], _ comparisons: [ArmComparison]) {
        (self.result, self.changes) = (result, changes)
        controls = comparisons.filter { $0.other.map { result.arms[$0].isControl } == true }
        ways = comparisons.filter { $0.other.map { result.arms[$0].isControl } != true }
    }

    /// What it comes to, in one line.
    var words: String {
        (wordsOnChanges + (ways.isEmpty ? [] : wordsOnWays) + wordsOnControls).joined(separator: "; ")
    }

    /// What the feedback makes of the model.
    private var wordsOnChanges: [String] {
        let (better, worse, same, open) = sorted(changes)
        return [
            better.isEmpty ? nil : "the feedback makes the model better by \(named(better)) (\(range(better)) points)",
            worse.isEmpty ? nil : "the feedback makes the model worse by \(named(worse)) (\(range(worse)) points)",
            same.isEmpty ? nil : "the feedback leaves the model as good as it was by \(named(same)) (within \(margin))",
            open.isEmpty
                ? nil
                : "whether the feedback helps\(open.count == changes.count ? "" : " by \(names(open))") is not settled by these documents",
        ].compactMap(\.self)
    }

    /// The ways by name, or that all of them are meant.
    private func named(_ found: [ArmComparison]) -> String {
        found.count == changes.count && found.count > 1 ? "every way" : names(found)
    }

    /// The least and the largest difference.
    private func range(_ found: [ArmComparison]) -> String {
        let means = found.map(\.difference.mean)
        guard let least = means.min(), let most = means.max(), found.count > 1 else { return points(means[0]) }
        return "\(points(least)) to \(points(most))"
    }

    private var wordsOnWays: [String] {
        let first = result.arms[0].name
        let (better, worse, _, open) = sorted(ways)
        var sentences: [String] = []
        if let best = better.max(by: { $0.difference.mean < $1.difference.mean }) {
            sentences.append(
                "\(result.arms[best.arm].name) is right more often than \(first), by \(points(best.difference.mean)) points"
            )
        }
        if !worse.isEmpty {
            sentences.append("\(names(worse)) \(worse.count == 1 ? "is" : "are") right less often than \(first)")
        }
        if !open.isEmpty {
            sentences.append(
                "\(names(open)) against \(first) \(open.count == 1 ? "is" : "are") not settled by these documents")
        }
        if sentences.isEmpty {
            sentences.append("for accuracy it does not matter which of them you take (within \(margin))")
        }
        return sentences
    }

    /// What is to be said of feedback beside as many of the model's own rows again.
    private var wordsOnControls: [String] {
        let again = "as many rows learned again"
        let (better, worse, same, open) = sorted(controls)
        return [
            better.isEmpty ? nil : "by \(names(better)) the feedback helps more than \(again)",
            worse.isEmpty ? nil : "by \(names(worse)) the feedback helps less than \(again)",
            same.isEmpty ? nil : "by \(names(same)) \(again) help as much as the feedback (within \(margin))",
            open.isEmpty ? nil : "by \(names(open)) it is not settled whether \(again) help as much as the feedback",
        ].compactMap(\.self)
    }

    /// Comparisons by what they come to; the same learner is none of these.
    private func sorted(
        _ found: [ArmComparison]
    ) -> (better: [ArmComparison], worse: [ArmComparison], same: [ArmComparison], open: [ArmComparison]) {
        (
            found.filter { $0.words == .matters && $0.difference.mean > 0 },
            found.filter { $0.words == .matters && $0.difference.mean < 0 },
            found.filter { $0.words == .equivalent || $0.words == .tooLittle },
            found.filter { $0.words == .notSettled }
        )
    }

    private var margin: String { Numerals.decimal(result.comparison.margin * 100, places: 1) + " points" }

    private func names(_ comparisons: [ArmComparison]) -> String {
        Numerals.listed(comparisons.map { result.arms[$0.arm].name })
    }

    private func points(_ value: Double) -> String {
        Numerals.signed(value * 100, places: 2)
    }
}

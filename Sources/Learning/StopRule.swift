/// When a whole-set `fit` has learned enough: after several epochs without improvement.
///
/// An epoch is bad when the mean objective (loss plus penalty a row) is not better than the best before by `tol`.
struct StopRule {
    private let tolerance: Double
    private let patience: Int
    private var best = Double.infinity
    private var badEpochs = 0

    /// The rule of the settings; `nil` when `tol` is `None`, which never stops.
    init?(_ settings: SGDClassifierSettings) {
        guard let tol = settings.tol else { return nil }
        tolerance = tol
        patience = settings.nIterNoChange
    }

    /// Counts an epoch; `true` when the patience has run out.
    mutating func record(meanObjective: Double) -> Bool {
        badEpochs = meanObjective > best - tolerance ? badEpochs + 1 : 0
        if meanObjective < best { best = meanObjective }
        return badEpochs >= patience
    }

    /// Starts the patience anew, after the step became shorter.
    mutating func forgive() {
        badEpochs = 0
    }
}

/// The updates of `pa1` and `pa2`: as far as the row's hinge loss asks, bounded by the aggressiveness `eta0`.
///
/// Source: K. Crammer and others, "Online Passive-Aggressive Algorithms", JMLR 7 (2006).
enum PassiveAggressive {
    /// The length loss / ‖x‖², at most `aggressiveness`.
    case bounded
    /// The length loss / (‖x‖² + 1 / (2 · aggressiveness)).
    case smoothed

    /// The update that the settings ask for; `nil` for every other learning rate.
    init?(_ learningRate: LearningRate) {
        switch learningRate {
        case .pa1: self = .bounded
        case .pa2: self = .smoothed
        case .constant, .optimal, .invscaling, .adaptive: return nil
        }
    }

    /// The length of the update; `nil` where a row without features must be passed over.
    func length(loss: Double, squaredNorm: Double, aggressiveness: Double) -> Double? {
        switch self {
        case .bounded:
            guard squaredNorm != 0 else { return nil }
            let length = loss / squaredNorm
            return length < aggressiveness ? length : aggressiveness
        case .smoothed:
            return loss / (squaredNorm + 0.5 / aggressiveness)
        }
    }
}

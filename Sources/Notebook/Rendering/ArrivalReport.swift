import Experiments
import Values

/// What feedback looks like in the order of its arrival.
struct ArrivalReport {
    private let profile: ArrivalProfile
    private let isForModel: Bool

    /// A report on arrivals; one for a model shows what it has learned beside them, where that is known.
    init(_ profile: ArrivalProfile, isForModel: Bool = false) {
        self.profile = profile
        self.isForModel = isForModel
    }

    /// The figures.
    var json: JSONValue {
        [
            "rows": .integer(profile.rows),
            "labels": .array(
                profile.classes.indices.map { index in
                    [
                        "label": JSONValue(profile.classes[index]), "rows": .integer(profile.counts[index]),
                        "share": .real(profile.shares[index]), "training_share": JSONValue(trainingShare(index)),
                    ]
                }),
            "tenths": .array(profile.tenths.map { .array($0.map { .real($0) }) }),
            "longest_run": .integer(profile.longestRun), "wald_wolfowitz_z": JSONValue(profile.z),
        ]
    }

    /// Each label's rows and shares, and the order in figures.
    var table: Table { ArrivalTable(figures: FigureValues(of: ["arrivals": json]), isForModel: isForModel).table }

    /// What is to be said where labels come in other shares than the model has learned them, of two labels of the one that
    /// comes more often; `nil` where none does, or where nobody knows.
    var shift: String? {
        let shifted = profile.shifted
        let named = profile.classes.count == 2 ? shifted.filter { isMoreFrequent($0) } : shifted
        guard !named.isEmpty else { return nil }
        let parts = named.prefix(Self.mostNamed).map { index in
            "label \(profile.classes[index]) is \(percent(profile.shares[index], places: 1)) of the feedback and was "
                + "\(percent(trainingShare(index) ?? 0, places: 1)) of the training"
        }
        let others = named.count - parts.count
        let rest = others > 0 ? ["\(Numerals.counted(others, "other label")) likewise"] : []
        return "the labels come in other shares than in training: " + (parts + rest).joined(separator: "; ")
            + "; feedback moves the model towards the labels that it has more of"
    }

    private static let mostNamed = 3

    private func isMoreFrequent(_ index: Int) -> Bool { profile.shares[index] > trainingShare(index) ?? 1 }

    private func trainingShare(_ index: Int) -> Double? { profile.trainingShares?[index] }

    private func percent(_ share: Double, places: Int = 0) -> String {
        Numerals.decimal(share * 100, places: places) + " %"
    }
}

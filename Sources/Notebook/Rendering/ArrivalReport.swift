import Experiments
import Values

/// What feedback looks like in the order of its arrival.
struct ArrivalReport {
    private let profile: ArrivalProfile

    /// A report on arrivals.
    init(_ profile: ArrivalProfile) {
        self.profile = profile
    }

    /// The figures.
    var json: JSONValue {
        [
            "rows": .integer(profile.rows),
            "labels": .array(
                zip(profile.classes, profile.counts).map { ["label": JSONValue($0), "rows": .integer($1)] }),
            "tenths": .array(profile.tenths.map { .array($0.map { .real($0) }) }),
            "longest_run": .integer(profile.longestRun), "wald_wolfowitz_z": JSONValue(profile.z),
        ]
    }

    /// Each label's rows and its share of each tenth; of two labels the last says it all.
    var table: Table {
        let shown = profile.classes.count == 2 ? [1] : Array(profile.classes.indices)
        let rows = shown.map { index -> [TableCell] in
            [.value(JSONValue(profile.classes[index])), .count(profile.counts[index])]
                + profile.tenths.map { .text(percent($0[index]), shown: percent($0[index])) }
        }
        let title =
            "arrivals: \(Numerals.counted(profile.rows, "row")), longest run of one label "
            + Numerals.grouped(profile.longestRun)
            + (profile.z.map { ", Wald–Wolfowitz z \(Numerals.decimal($0, places: 1))" } ?? "")
        return Table(
            title: title,
            columns: ["label", "rows"] + profile.tenths.indices.map { "\($0 + 1)/\(profile.tenths.count)" },
            rows: rows)
    }

    private func percent(_ share: Double) -> String {
        Numerals.decimal(share * 100, places: 0) + " %"
    }
}

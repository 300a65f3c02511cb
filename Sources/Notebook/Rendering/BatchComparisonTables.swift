import Experiments
import Values

/// The tables of `compare batches`, made of its figures: those of a result that has just come, or of a run's record.
struct BatchComparisonTables {
    /// The figures.
    let figures: FigureValues
    /// The arms that the figures are of.
    let arms: [BatchArm]

    /// What every arm costs and comes to.
    var strategies: Table {
        let isTimed = arms.indices.contains { figures.number("strategies[\($0)].duration_seconds.median") != nil }
        let rows = arms.indices.map { arm -> [TableCell] in
            func number(_ key: String) -> Double? { figures.number("strategies[\(arm)].\(key)") }
            func count(_ key: String) -> Int? { figures.count("strategies[\(arm)].\(key)") }
            let times: [TableCell] =
                isTimed
                ? [
                    .decimal(number("duration_seconds.median"), places: 3),
                    .decimal(number("first_update_seconds"), places: 3),
                    count("memory_over_model_bytes").map { .bytes($0) } ?? .blank,
                ] : []
            return [.text(arms[arm].name), count("partial_fit_calls").map { .count($0) } ?? .blank] + times + [
                .decimal(number("accuracy.mean")), .decimal(number("accuracy.sd")), .decimal(number("log_loss.mean")),
            ]
        }
        let starting = figures.number("starting_accuracy").map { Numerals.decimal($0, places: 4) } ?? "–"
        return Table(
            title: "accuracy of the model as it begins \(starting)",
            columns: ["strategy", "calls"] + (isTimed ? ["seconds", "first", "memory"] : [])
                + ["accuracy", "sd", "log loss"], rows: rows)
    }

    /// The ways beside the first one, and each beside its control.
    var comparisons: [Table] {
        let pairs = Array(BatchArm.pairs(of: arms).enumerated())
        return [
            (pairs.filter { !arms[$0.element.other].isControl }, arms.first?.name ?? ""),
            (pairs.filter { arms[$0.element.other].isControl }, "as many rows that the model had learned, again"),
        ].filter { !$0.0.isEmpty }.map { pairs, other in
            Table(
                title: "accuracy less that of \(other), in percentage points; documents that would settle it",
                columns: ["strategy", "difference", "95 % interval", "p (Holm)", "verdict", "documents"],
                rows: pairs.map { row($0.offset, arms[$0.element.arm].name) })
        }
    }

    private func row(_ index: Int, _ name: String) -> [TableCell] {
        func number(_ key: String) -> Double? { figures.number("comparisons[\(index)].\(key)") }
        func signed(_ value: Double?) -> String {
            value.map { Numerals.signed($0 * 100, places: 2) } ?? "–"
        }
        return [
            .text(name), .difference(number("difference").map { $0 * 100 }, places: 2),
            .text("\(signed(number("low"))) to \(signed(number("high")))"),
            .pValue(number("adjusted_p_value")),
            .text(figures.text("comparisons[\(index)].words") ?? ""),
            figures.count("comparisons[\(index)].documents_to_settle").map { .count($0) } ?? .blank,
        ]
    }
}

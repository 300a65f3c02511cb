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

    /// What the feedback makes of the model by each way, and the ways beside the first one and beside their controls.
    var differences: [Table] {
        let pairs = Array(BatchArm.pairs(of: arms).enumerated())
        let ways = arms.indices.filter { !arms[$0].isControl }
        let families: [(rows: [[TableCell]], other: String)] = [
            (ways.map { row("changes[\($0)]", arms[$0].name) }, "the model as it begins"),
            (
                pairs.filter { !arms[$0.element.other].isControl }
                    .map { row("comparisons[\($0.offset)]", arms[$0.element.arm].name) }, arms.first?.name ?? ""
            ),
            (
                pairs.filter { arms[$0.element.other].isControl }
                    .map { row("comparisons[\($0.offset)]", arms[$0.element.arm].name) },
                "as many rows that the model had learned, again"
            ),
        ]
        return families.filter { !$0.rows.isEmpty }.map { rows, other in
            Table(
                title: "accuracy less that of \(other), in percentage points; documents that would settle it",
                columns: ["strategy", "difference", "95 % low", "high", "p (Holm)", "verdict", "documents"], rows: rows)
        }
    }

    private func row(_ key: String, _ name: String) -> [TableCell] {
        func points(_ name: String) -> TableCell { .points(figures.number("\(key).\(name)")) }
        return [
            .text(name), points("difference"), points("low"), points("high"),
            .pValue(figures.number("\(key).adjusted_p_value")), .text(figures.text("\(key).words") ?? ""),
            figures.count("\(key).documents_to_settle").map { .count($0) } ?? .blank,
        ]
    }
}

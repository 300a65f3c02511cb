import Experiments
import Values

/// What `compare batches` has to say.
struct BatchComparisonReport {
    private let result: BatchComparisonResult
    private let comparisons: [ArmComparison]
    private let database: String
    private let test: String

    /// A report on a comparison; `database` and `test` are named as a person did.
    init(_ result: BatchComparisonResult, database: String, test: String) {
        self.result = result
        comparisons = result.comparisons
        self.database = database
        self.test = test
    }

    /// The whole output.
    var output: CellOutput {
        CellOutput(
            result: [
                "arrivals": ArrivalReport(result.profile).json,
                // Before the arms, whose values of every replicate may be more than a record holds.
                "comparisons": .array(comparisons.map(comparison)),
                "strategies": .array(result.arms.indices.map(strategy)), "margin": .real(result.comparison.margin),
                "replicates": .integer(result.comparison.seeds.count),
                "test_documents": .integer(result.test.labels.count),
                "timed_trials": .integer(result.timed.map(\.count).reduce(0, +)),
                "fastest": JSONValue(result.fastest.map { result.arms[$0].name }),
                "verdict": .text(BatchVerdict(result, comparisons).words),
                "starting_accuracy": JSONValue(result.startingAccuracy),
            ],
            blocks: [.table(ArrivalReport(result.profile).table), .table(strategiesTable)]
                + comparisonsTables.map { .table($0) }
                + [.prose(sentences)], notes: notes)
    }
}

extension BatchComparisonReport {
    private func strategy(_ arm: Int) -> JSONValue {
        let (described, timed) = (result.arms[arm], result.timed[arm])
        let replicates = result.replicates[arm]
        let rows = result.profile.rows
        let size = described.strategy.batchSize(of: rows)
        let peak = timed.compactMap(\.peakMemoryBytes).max()
        return [
            "strategy": .text(described.name), "learns": .text(described.isControl ? "replay" : "feedback"),
            "batch_size": .integer(size),
            "partial_fit_calls": .integer((rows + size - 1) / size), "rows": .integer(rows),
            "duration_seconds": spread(timed.map(\.seconds)),
            "rows_per_second": spread(timed.map { Double($0.rows) / max($0.seconds, 1e-9) }),
            "peak_memory_bytes": JSONValue(peak),
            "memory_over_model_bytes": JSONValue(
                peak.flatMap { peak in result.bareMemoryBytes.map { max(0, peak - $0) } }),
            "first_update_seconds": JSONValue(median(timed.compactMap(\.firstUpdateSeconds))),
            "accuracy": summary(replicates.map(\.accuracy)), "log_loss": summary(replicates.compactMap(\.logLoss)),
            "largest_weight_difference": JSONValue(replicates.map(\.largestWeightDifference).max()),
            "model_digests": .array(replicates.map { .text($0.modelDigest) }),
        ]
    }

    private func comparison(_ found: ArmComparison) -> JSONValue {
        let interval = found.difference.interval()
        return [
            "a": .text(result.arms[found.arm].name), "b": .text(result.arms[found.other].name),
            "difference": .real(found.difference.mean), "low": .real(interval.lowerBound),
            "high": .real(interval.upperBound), "p_value": .real(found.difference.pValue),
            "adjusted_p_value": .real(found.adjustedPValue), "words": .text(found.words.rawValue),
            "documents_to_settle": JSONValue(found.documentsToSettle),
        ]
    }

    private func spread(_ values: [Double]) -> JSONValue {
        guard let least = values.min(), let most = values.max() else { return .null }
        return ["median": JSONValue(median(values)), "min": .real(least), "max": .real(most)]
    }

    private func summary(_ values: [Double]) -> JSONValue {
        [
            "mean": JSONValue(mean(values)), "sd": JSONValue(deviation(values)),
            "values": .array(values.map { .real($0) }),
        ]
    }

    private func median(_ values: [Double]) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    private func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private func deviation(_ values: [Double]) -> Double? {
        guard values.count > 1, let mean = mean(values) else { return nil }
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }
}

extension BatchComparisonReport {
    private var strategiesTable: Table {
        let isTimed = result.timed.contains { !$0.isEmpty }
        let rows = result.arms.indices.map { arm -> [TableCell] in
            let replicates = result.replicates[arm]
            let timed = result.timed[arm]
            let size = result.arms[arm].strategy.batchSize(of: result.profile.rows)
            let times: [TableCell] =
                isTimed
                ? [
                    .decimal(median(timed.map(\.seconds)), places: 3),
                    .decimal(median(timed.compactMap(\.firstUpdateSeconds)), places: 3), memory(of: timed),
                ] : []
            return [.text(result.arms[arm].name), .count((result.profile.rows + size - 1) / size)] + times + [
                .decimal(mean(replicates.map(\.accuracy))), .decimal(deviation(replicates.map(\.accuracy))),
                .decimal(mean(replicates.compactMap(\.logLoss))),
            ]
        }
        return Table(
            title: "accuracy of the model as it begins \(Numerals.decimal(result.startingAccuracy, places: 4))",
            columns: ["strategy", "calls"] + (isTimed ? ["seconds", "first", "memory"] : [])
                + ["accuracy", "sd", "log loss"], rows: rows)
    }

    private func memory(of timed: [TimedTrial.Result]) -> TableCell {
        guard let peak = timed.compactMap(\.peakMemoryBytes).max(), let bare = result.bareMemoryBytes else {
            return .blank
        }
        return .bytes(max(0, peak - bare))
    }

    /// The ways beside the first one, and each beside its control.
    private var comparisonsTables: [Table] {
        let controls = comparisons.filter { result.arms[$0.other].isControl }
        return [
            (comparisons.filter { !result.arms[$0.other].isControl }, result.arms[0].name),
            (controls, "as many rows that the model had learned, again"),
        ].filter { !$0.0.isEmpty }.map(table)
    }

    private func table(_ comparisons: [ArmComparison], less other: String) -> Table {
        let rows = comparisons.map { found -> [TableCell] in
            let interval = found.difference.interval()
            return [
                .text(result.arms[found.arm].name), points(found.difference.mean),
                .text("\(signed(interval.lowerBound)) to \(signed(interval.upperBound))"),
                .decimal(found.adjustedPValue, places: 3), .text(found.words.rawValue),
                found.documentsToSettle.map { .count($0) } ?? .blank,
            ]
        }
        return Table(
            title: "accuracy less that of \(other), in percentage points; documents that would settle it",
            columns: ["strategy", "difference", "95 % interval", "p (Holm)", "verdict", "documents"], rows: rows)
    }

    private func points(_ value: Double) -> TableCell {
        .decimal(value * 100, places: 2)
    }

    private func signed(_ value: Double) -> String {
        (value > 0 ? "+" : "") + Numerals.decimal(value * 100, places: 2)
    }
}

extension BatchComparisonReport {
    private var sentences: String {
        var lines = [BatchVerdict(result, comparisons).words]
        if let fastest = result.fastest {
            lines.append("\(result.arms[fastest].name) was the fastest in every round")
        } else if result.timed.contains(where: { $0.count > 1 }), result.feedbackArms.count > 1 {
            lines.append("none of them was the fastest in every round")
        }
        lines.append(
            "this holds for the feedback in \(database), this model and the documents of \(test); "
                + "\(Numerals.counted(result.comparison.seeds.count, "replicate")) by "
                + result.comparison.sources.map(\.rawValue).sorted().joined(separator: " and "))
        return lines.joined(separator: "\n")
    }

    private var notes: [String] {
        var notes: [String] = []
        if result.profile.isOrdered {
            notes.append(
                "equal labels come together: the batch is the window inside which their order is mixed, so it decides here"
            )
        }
        if result.comparison.seeds.count == 1 {
            notes.append("with one replicate the noise of the seed is unknown; --seeds 1..10 would tell")
        }
        return notes
    }
}

import Experiments
import Values

/// What `compare batches` has to say.
struct BatchComparisonReport {
    private let result: BatchComparisonResult
    private let changes: [ArmComparison]
    private let comparisons: [ArmComparison]
    private let arrivals: ArrivalReport
    private let database: String
    private let test: String

    /// A report on a comparison; `database` and `test` are named as a person did.
    init(_ result: BatchComparisonResult, database: String, test: String) {
        self.result = result
        (changes, comparisons) = (result.changes, result.comparisons)
        arrivals = ArrivalReport(result.profile, isForModel: true)
        self.database = database
        self.test = test
    }

    /// The whole output.
    var output: CellOutput {
        let json = json
        let tables = BatchComparisonTables(figures: FigureValues(of: json), arms: result.arms)
        return CellOutput(
            result: json,
            blocks: [.table(arrivals.table), .table(tables.strategies)]
                + tables.differences.map { .table($0) } + [.prose(sentences)], notes: notes)
    }

    private var json: JSONValue {
        [
            "arrivals": arrivals.json,
            // Before the arms, whose values of every replicate may be more than a record holds.
            "verdict": .text(BatchVerdict(result, changes, comparisons).words),
            "changes": .array(changes.map(comparison)), "comparisons": .array(comparisons.map(comparison)),
            "margin": .real(result.comparison.margin),
            "replicates": .integer(result.comparison.seeds.count),
            "test_documents": .integer(result.test.labels.count),
            "timed_trials": .integer(result.timed.map(\.count).reduce(0, +)),
            "rows_refused": .integer(result.refusedRows.count),
            "refused_rows": .array(result.refusedRows.map { .integer(Int($0)) }),
            "rows_in_test": .integer(result.rowsInTest),
            "fastest": JSONValue(result.fastest.map { result.arms[$0].name }),
            "starting_accuracy": JSONValue(result.startingAccuracy),
            "strategies": .array(result.arms.indices.map(strategy)),
        ]
    }
}

extension BatchComparisonReport {
    private func strategy(_ arm: Int) -> JSONValue {
        let (described, timed) = (result.arms[arm], result.timed[arm])
        let replicates = result.replicates[arm]
        let rows = result.profile.rows
        let size = described.strategy.batchSize(of: rows)
        return [
            "strategy": .text(described.name), "learns": .text(described.isControl ? "replay" : "feedback"),
            "batch_size": .integer(size),
            "partial_fit_calls": .integer((rows + size - 1) / size), "rows": .integer(rows),
            "duration_seconds": spread(timed.map(\.seconds)),
            "rows_per_second": spread(timed.map { Double($0.rows) / max($0.seconds, 1e-9) }),
            "peak_memory_bytes": JSONValue(timed.compactMap(\.peakMemoryBytes).max()),
            "memory_over_model_bytes": JSONValue(timed.compactMap(\.memoryOverModelBytes).max()),
            "first_update_seconds": JSONValue(median(timed.compactMap(\.firstUpdateSeconds))),
            "accuracy": summary(replicates.map(\.accuracy)), "log_loss": summary(replicates.compactMap(\.logLoss)),
            "largest_weight_difference": JSONValue(replicates.map(\.largestWeightDifference).max()),
            "model_digests": .array(replicates.map { .text($0.modelDigest) }),
        ]
    }

    private func comparison(_ found: ArmComparison) -> JSONValue {
        let interval = found.difference.interval()
        return [
            "a": .text(result.arms[found.arm].name),
            "b": .text(found.other.map { result.arms[$0].name } ?? "the model as it begins"),
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
    private var sentences: String {
        var lines = [BatchVerdict(result, changes, comparisons).words]
        if let fastest = result.fastest, result.timed[fastest].count > 1 {
            lines.append("\(result.arms[fastest].name) was the fastest in every round")
        } else if result.timed.contains(where: { $0.count > 1 }), result.feedbackArms.count > 1 {
            lines.append("none of them was the fastest in every round")
        }
        lines.append(
            Self.scope(
                database: database, test: test, replicates: result.comparison.seeds.count,
                sources: result.comparison.sources))
        return lines.joined(separator: "\n")
    }

    private var notes: [String] {
        var notes: [String] = []
        if !result.refusedRows.isEmpty {
            let named = result.refusedRows.prefix(10).map { String($0) }.joined(separator: ", ")
            notes.append(
                "\(Numerals.counted(result.refusedRows.count, "row")) cannot be learned and \(result.refusedRows.count == 1 ? "was" : "were") "
                    + "left out: \(named)\(result.refusedRows.count > 10 ? " …" : ""); update --dry-run says why")
        }
        if result.rowsInTest > 0 {
            notes.append(
                "\(Numerals.counted(result.rowsInTest, "row")) of the feedback \(result.rowsInTest == 1 ? "has" : "have") the text of "
                    + "a test document, which is then not held out: accuracy may be too high")
        }
        if result.profile.isOrdered {
            notes.append(Self.onOrder)
        }
        if let shift = arrivals.shift { notes.append(shift) }
        if result.comparison.seeds.count == 1 {
            notes.append("with one replicate the noise of the seed is unknown; --seeds 1..10 would tell")
        }
        return notes
    }
}

extension BatchComparisonReport {
    /// What a comparison holds for.
    static func scope(
        database: String, test: String, replicates: Int, sources: Set<ReplicateSource>
    ) -> String {
        "this holds for the feedback in \(database), this model and the documents of \(test); "
            + "\(Numerals.counted(replicates, "replicate")) by "
            + sources.map(\.rawValue).sorted().joined(separator: " and ")
    }

    /// What is said where the order decides.
    static let onOrder =
        "equal labels come together: the batch is the window inside which their order is mixed, so it decides here"

    /// Whether the figures say that it does; see ``ArrivalProfile/isOrdered``.
    static func isOrdered(_ figures: FigureValues) -> Bool {
        figures.number("arrivals.wald_wolfowitz_z").map(ArrivalProfile.isOrdered) ?? false
    }
}

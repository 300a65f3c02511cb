package import Values

/// A figure of one run beside the same figure of another.
package struct FigureComparison: Hashable, Sendable {
    /// The command that found it out, by its place in the script; `nil` for what the whole run has.
    package var cell: Int?
    /// The figure's key; `input` is the command itself, `settings.…` a setting of the model, `batches[n].…` a batch.
    package var key: String
    /// The first run's value; `nil` where it has none of that key.
    package var expected: JSONValue?
    /// The second run's value; `nil` likewise.
    package var actual: JSONValue?
    /// How the two stand; `nil` for a volatile or a new figure, which is never compared.
    package var verdict: Verdict?

    /// Puts two values side by side.
    package init(cell: Int?, key: String, expected: JSONValue?, actual: JSONValue?, verdict: Verdict?) {
        self.cell = cell
        self.key = key
        self.expected = expected
        self.actual = actual
        self.verdict = verdict
    }

    /// The verdict's name; without one, `volatile`, or `new` for what the first run did not look for.
    package var word: String { verdict?.rawValue ?? (expected == nil ? "new" : "volatile") }
}

/// A run's record beside that of its replay, figure by figure.
package struct RunComparison: Hashable, Sendable {
    /// The settings, what was read and noted, then all figures in the order of the commands, then those of the whole run.
    package private(set) var figures: [FigureComparison] = []

    /// The gravest verdict of all figures that are compared.
    package var verdict: Verdict { figures.compactMap(\.verdict).max() ?? .identical }

    /// Compares two records with the figures of their batches; the tolerances are those given.
    ///
    /// Figures that only the second record has are new and not judged: a later refit may find out more, and records of
    /// earlier ones stay good.
    /// - Complexity: O(*n*) for *n* figures.
    package init(
        _ expected: RunRecord, _ expectedBatches: [BatchFigures], with actual: RunRecord,
        _ actualBatches: [BatchFigures], tolerances: Tolerances
    ) {
        addSettings("vectorizer", expected.settings.vectorizer, actual.settings.vectorizer)
        addSettings("classifier", expected.settings.classifier, actual.settings.classifier)
        addRows(expected.inputs, actual.inputs)
        for index in 0..<max(expected.notes.count, actual.notes.count) {
            let (left, right) = (expected.notes.dropFirst(index).first, actual.notes.dropFirst(index).first)
            add(nil, "notes[\(index)]", left.map { .text($0) }, right.map { .text($0) }, tolerances)
        }
        let isSameRefit = expected.volatile.environment.refit == actual.volatile.environment.refit
        let batches = (Self.byCell(expectedBatches), Self.byCell(actualBatches))
        let times = (Self.byCell(expected.volatile), Self.byCell(actual.volatile))
        // A batch of a command that neither has is no batch of the run, and is shown where it says that it belongs.
        let numbers = Set(1...max(expected.cells.count, actual.cells.count, 1)).union(batches.0.keys).union(
            batches.1.keys)
        for number in numbers.sorted() {
            let left = Self.cell(number, of: expected)
            let right = Self.cell(number, of: actual)
            add(number, "input", left.map { .text($0.input) }, right.map { .text($0.input) }, tolerances)
            if left?.input == right?.input, left?.expanded != right?.expanded {
                // Another refit's default is no difference by itself: what it changes shows in the figures.
                figures.append(
                    FigureComparison(
                        cell: number, key: "expanded", expected: left.map { .text($0.expanded) },
                        actual: right.map { .text($0.expanded) }, verdict: isSameRefit ? .differs : nil))
            }
            add(number, "seed", left?.seed.map { .integer($0) }, right?.seed.map { .integer($0) }, tolerances)
            add(number, left?.figures ?? [], right?.figures ?? [], tolerances)
            addBatches(number, batches.0[number] ?? [], batches.1[number] ?? [], tolerances)
            addVolatile(number, times.0[number], times.1[number])
        }
        add(
            nil, "model_digest", expected.model.map { .text($0.modelDigest) },
            actual.model.map { .text($0.modelDigest) },
            tolerances)
        add(nil, "t", expected.model.map { .real($0.t) }, actual.model.map { .real($0.t) }, Tolerances.exact)
        figures.append(
            FigureComparison(
                cell: nil, key: "peak_memory_bytes", expected: JSONValue(expected.volatile.peakMemoryBytes),
                actual: JSONValue(actual.volatile.peakMemoryBytes), verdict: nil))
    }

    private mutating func add(
        _ cell: Int?, _ key: String, _ expected: JSONValue?, _ actual: JSONValue?, _ tolerances: Tolerances
    ) {
        if expected == nil, actual == nil { return }
        let verdict: Verdict =
            if let expected, let actual {
                tolerances.verdict(of: key, expected: expected, actual: actual)
            } else { .differs }
        figures.append(
            FigureComparison(cell: cell, key: key, expected: expected, actual: actual, verdict: verdict))
    }

    private mutating func add(
        _ cell: Int, _ expected: [RunRecord.Figure], _ actual: [RunRecord.Figure], _ tolerances: Tolerances
    ) {
        let found = Dictionary(actual.map { ($0.key, $0.value) }) { first, _ in first }
        for figure in expected { add(cell, figure.key, figure.value, found[figure.key], tolerances) }
        let known = Set(expected.map(\.key))
        for figure in actual where !known.contains(figure.key) {
            figures.append(
                FigureComparison(cell: cell, key: figure.key, expected: nil, actual: figure.value, verdict: nil))
        }
    }

    /// The rows that were used of each dataset, which the digest stands for: a replay may have found two in one file.
    private mutating func addRows(_ expected: [RunInput], _ actual: [RunInput]) {
        func rows(_ inputs: [RunInput], _ digest: String?) -> JSONValue {
            var seen = Set<String>()
            let rows = inputs.filter { $0.kind == .dataset && $0.sha256 == digest }.flatMap(\.rows)
            return .text(rows.filter { seen.insert($0).inserted }.joined(separator: ", "))
        }
        var seen = Set<String?>()
        for input in expected where input.kind == .dataset && seen.insert(input.sha256).inserted {
            add(
                nil, "inputs[\(input.typed)].rows", rows(expected, input.sha256), rows(actual, input.sha256),
                Tolerances.exact)
        }
    }

    private mutating func addBatches(
        _ cell: Int, _ expected: [BatchFigures], _ actual: [BatchFigures], _ tolerances: Tolerances
    ) {
        for index in 0..<max(expected.count, actual.count) {
            let left = index < expected.count ? expected[index].values : nil
            let right = index < actual.count ? actual[index].values : nil
            for (column, name) in BatchFigures.columns.enumerated().dropFirst() {
                let values = (left?[column], right?[column])
                // A batch that neither run predicted has nothing to compare.
                if values == (.null, .null) { continue }
                add(cell, "batches[\(index)].\(name)", values.0, values.1, tolerances)
            }
        }
    }

    private mutating func addSettings(
        _ part: String, _ expected: JSONValue, _ actual: JSONValue
    ) {
        guard case .object(let members) = expected else { return }
        for member in members {
            add(nil, "settings.\(part).\(member.key)", member.value, actual[member.key], Tolerances.exact)
        }
    }

    private static func cell(_ number: Int, of record: RunRecord) -> RunRecord.Cell? {
        1...max(record.cells.count, 1) ~= number ? record.cells.dropFirst(number - 1).first : nil
    }

    private static func byCell(_ batches: [BatchFigures]) -> [Int: [BatchFigures]] {
        Dictionary(grouping: batches, by: \.cell)
    }

    private static func byCell(_ facts: VolatileFacts) -> [Int: VolatileFacts.Cell] {
        Dictionary(facts.cells.map { ($0.number, $0) }) { first, _ in first }
    }

    private mutating func addVolatile(
        _ number: Int, _ left: VolatileFacts.Cell?, _ right: VolatileFacts.Cell?
    ) {
        func add(_ key: String, _ expected: JSONValue?, _ actual: JSONValue?) {
            figures.append(
                FigureComparison(cell: number, key: key, expected: expected, actual: actual, verdict: nil))
        }
        for figure in left?.figures ?? [] {
            add(figure.key, figure.value, right?.figures.first { $0.key == figure.key }?.value)
        }
        if left != nil || right != nil {
            add("seconds", left.map { .real($0.seconds) }, right.map { .real($0.seconds) })
        }
    }
}

extension Tolerances {
    /// No number may differ.
    static var exact: Tolerances {
        var exact = Tolerances()
        exact.standard = 0
        return exact
    }
}

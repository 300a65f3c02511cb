import Experiments
import Values

/// What `replay` has to say of its outcomes.
struct ReplayRendering {
    var outcomes: [ReplayOutcome]
    /// Whether figures that are identical or volatile are left out.
    var isBrief: Bool

    var output: CellOutput {
        var output = CellOutput(result: result, blocks: outcomes.flatMap(blocks))
        if outcomes.count > 1 { output.blocks.append(.prose(total)) }
        output.notes = outcomes.compactMap { outcome in outcome.explanation.map { "\(outcome.path): \($0)" } }
        output.status = outcomes.map(status).reduce(ExitStatus.done) { $0.worse(of: $1) }
        return output
    }

    private func status(_ outcome: ReplayOutcome) -> ExitStatus {
        if outcome.hasFailed { return .failed }
        return switch outcome.verdict {
        case .identical, .withinTolerance: .done
        case .differs: .differs
        case .cannotJudge: .undecided
        }
    }

    private var total: String {
        let counts = Verdict.allCases.compactMap { verdict -> String? in
            let count = outcomes.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.words)"
        }
        return "\(Numerals.counted(outcomes.count, "run")): \(counts.joined(separator: ", "))"
    }
}

extension ReplayRendering {
    private func blocks(_ outcome: ReplayOutcome) -> [CellOutput.Block] {
        var blocks: [CellOutput.Block] = [.prose(headline(outcome))]
        if let reason = outcome.reason { blocks.append(.prose(DisplayWidth.oneLine(reason))) }
        // Commands are too long for a column. One line each: a workflow obeys lines that begin with two colons.
        for figure in outcome.figures where figure.verdict == .differs && Self.isCommand(figure) {
            blocks.append(
                .prose(
                    """
                    cell \(figure.cell ?? 0) was  \(DisplayWidth.oneLine(FigureComparison.shown(figure.expected)))
                    cell \(figure.cell ?? 0) is   \(DisplayWidth.oneLine(FigureComparison.shown(figure.actual)))
                    """))
        }
        let rows = rows(outcome)
        if !rows.isEmpty {
            blocks.append(.table(Table(columns: ["cell", "figure", "recorded", "now", "verdict"], rows: rows)))
        }
        return blocks
    }

    private func headline(_ outcome: ReplayOutcome) -> String {
        let words = ["identical", "within tolerance", "differs", "new", "volatile"]
        let counts = words.compactMap { word -> String? in
            let count = outcome.figures.count { $0.word.replacing("_", with: " ") == word }
            return count == 0 ? nil : "\(Numerals.grouped(count)) \(word)"
        }
        let judged = outcome.figures.isEmpty ? "" : "   figures: \(counts.joined(separator: ", "))"
        return "\(DisplayWidth.oneLine(outcome.path)): \(outcome.verdict.words)\(judged)"
    }

    /// A row for every figure; what is identical and of one kind shares a row: a command's batches, the settings.
    private func rows(_ outcome: ReplayOutcome) -> [[TableCell]] {
        var rows: [[TableCell]] = []
        var group: (cell: Int?, name: String, count: Int) = (nil, "", 0)
        func endGroup() {
            if group.count > 0, !isBrief {
                rows.append([
                    group.cell.map { .number($0) } ?? .blank, .text("\(Numerals.grouped(group.count)) \(group.name)"),
                    .blank, .blank, .text("identical"),
                ])
            }
            group = (nil, "", 0)
        }
        for figure in outcome.figures {
            if figure.verdict == .identical, let name = Self.group(of: figure.key) {
                if group.name != name || group.cell != figure.cell { endGroup() }
                group = (figure.cell, name, group.count + 1)
                continue
            }
            endGroup()
            if Self.isCommand(figure) { continue }
            if isBrief, figure.verdict == .identical || figure.verdict == nil { continue }
            rows.append([
                figure.cell.map { .number($0) } ?? .blank, .text(figure.key), cell(figure.expected),
                cell(figure.actual), .text(figure.word.replacing("_", with: " ")),
            ])
        }
        endGroup()
        return rows
    }

    private static func isCommand(_ figure: FigureComparison) -> Bool {
        figure.cell != nil && (figure.key == "input" || figure.key == "expanded")
    }

    private static func group(of key: String) -> String? {
        if key.hasPrefix("batches[") { return "figures of batches" }
        return key.hasPrefix("settings.") ? "settings" : nil
    }

    private func cell(_ value: JSONValue?) -> TableCell {
        guard case .text(let text)? = value else { return value.map { .value($0) } ?? .text("–") }
        return .text(text, shown: text.utf8.count == 64 ? Numerals.short(digest: text) : text)
    }
}

extension ReplayRendering {
    private var result: JSONValue {
        let replays = outcomes.map(value)
        let single = outcomes.count == 1 ? outcomes.first : nil
        return [
            "verdict": .text((outcomes.map(\.verdict).max() ?? .identical).rawValue),
            "model_digest": JSONValue(single?.replayed?.model?.modelDigest),
            "expected_model_digest": JSONValue(single?.record?.model?.modelDigest),
            "figures": .array(outcomes.flatMap(figures)), "inputs": .array(outcomes.flatMap(inputs)),
            "replays": .array(replays),
        ]
    }

    private func value(of outcome: ReplayOutcome) -> JSONValue {
        [
            "path": .text(outcome.path), "name": JSONValue(outcome.record?.name),
            "verdict": .text(outcome.verdict.rawValue), "reason": JSONValue(outcome.reason),
            "explanation": JSONValue(outcome.explanation),
            "model_digest": JSONValue(outcome.replayed?.model?.modelDigest),
            "expected_model_digest": JSONValue(outcome.record?.model?.modelDigest),
            "seconds": .real(outcome.seconds),
        ]
    }

    private func figures(of outcome: ReplayOutcome) -> [JSONValue] {
        outcome.figures.map { figure in
            [
                "run": .text(outcome.path), "cell": JSONValue(figure.cell), "key": .text(figure.key),
                "expected": figure.expected ?? .null, "actual": figure.actual ?? .null, "verdict": .text(figure.word),
            ]
        }
    }

    private func inputs(of outcome: ReplayOutcome) -> [JSONValue] {
        outcome.inputs.map { found in
            [
                "run": .text(outcome.path), "path": .text(found.input.typed),
                "expected_digest": JSONValue(found.input.sha256),
                "actual_digest": JSONValue(found.location == nil ? found.actual : found.input.sha256),
            ]
        }
    }
}

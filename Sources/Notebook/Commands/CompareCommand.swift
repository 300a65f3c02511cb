package import ArgumentParser
import Experiments
import Values

/// `compare`: the group of comparisons.
package struct CompareCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare ways of feeding feedback back, vectorizers, models, and runs.",
        subcommands: [
            CompareBatchesCommand.self, CompareVectorizersCommand.self, CompareModelsCommand.self,
            CompareRunsCommand.self,
        ])

    package init() {}
}

extension Session {
    /// Carries a comparison out that keeps its finished trials in `folder`; where it is interrupted, the error says so.
    func compare<Result>(
        keepingTrialsIn folder: String?, _ comparison: () throws(ExperimentError) -> Result
    ) throws(ExperimentError) -> Result {
        do throws(ExperimentError) {
            return try comparison()
        } catch .interrupted where folder != nil {
            throw .interruptedComparison
        }
    }
}

/// `compare runs`: in what two runs differ.
package struct CompareRunsCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "runs",
        abstract: "Say in what two runs differ: settings, inputs, commands, figures, machine.",
        discussion: "A figure is the latest of its name in each run. What is the same is only counted.")
    package static let examples = ["compare runs models/a.run models/b.run"]
    package static let isMeta = true

    @Argument(help: "A run's folder, its record.json, or the model beside it.", completion: .file())
    package var a: PathArgument

    @Argument(help: "Another one.", completion: .file())
    package var b: PathArgument

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let records = try [a, b].map { path in
            try RunFolder.named(by: session.workspace.reading(path.typed)).readRecord()
        }
        let difference = RunDifference(records[0], records[1])
        let differences = difference.differences.map { one -> JSONValue in
            [
                "part": .text(one.part.rawValue), "key": .text(one.key), "a": one.a ?? .null, "b": one.b ?? .null,
                "change": JSONValue(one.change),
            ]
        }
        return CellOutput(
            result: [
                "a": .text(a.typed), "b": .text(b.typed), "verdict": difference.isSame ? "same" : "differs",
                "differences": .array(differences),
                "same": .object(
                    RunDifference.Part.allCases.map {
                        JSONValue.Member(key: $0.rawValue, value: .integer(difference.same[$0] ?? 0))
                    }),
            ],
            blocks: blocks(difference))
    }

    private func blocks(_ difference: RunDifference) -> [CellOutput.Block] {
        let same = RunDifference.Part.allCases.compactMap { part -> String? in
            let count = difference.same[part] ?? 0
            // Of the machine nobody expects anything.
            return count == 0 || part == .environment ? nil : Numerals.counted(count, part.rawValue)
        }
        let rows = difference.differences.map { one -> [TableCell] in
            [.text(one.part.rawValue), .text(one.key)] + cells(one) + [change(one)]
        }
        let sentence = "the same: " + (same.isEmpty ? "nothing" : same.joined(separator: ", "))
        guard !rows.isEmpty else { return [.prose(sentence)] }
        return [
            .table(Table(columns: ["part", "what", a.typed, b.typed, "change"], rows: rows)), .prose(sentence),
        ]
    }

    private func change(_ difference: RunDifference.Difference) -> TableCell {
        guard let change = difference.change else { return .blank }
        if case .integer? = difference.a, case .integer? = difference.b, let whole = Int(exactly: change) {
            return .count(whole)
        }
        return .decimal(change, places: Numerals.decimal(change, places: 4).contains { "1"..."9" ~= $0 } ? 4 : 17)
    }

    /// Both values, numbers in as many places as tell them apart.
    private func cells(_ difference: RunDifference.Difference) -> [TableCell] {
        if case .real(let a)? = difference.a, case .real(let b)? = difference.b {
            let rounded = [a, b].map { TableCell.decimal($0) }
            if rounded[0].shown != rounded[1].shown { return rounded }
        }
        return [difference.a, difference.b].map { value in
            guard case .text(let text)? = value else { return value.map { .value($0) } ?? .text("–") }
            return .text(text, shown: text.utf8.count == 64 ? Numerals.short(digest: text) : text)
        }
    }
}

import Features
package import ArgumentParser
import Training
import Values

/// `explain`: why a text has its label.
package struct ExplainCommand: TextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what each word contributes to a text's label.",
        discussion: """
            A contribution is the value of the column times its weight; the margin is their sum plus the intercept. \
            Where two different words share a column the model cannot tell them apart, and the table says so.
            """)
    package static let examples = ["explain I loved every minute of it"]

    @Argument(help: "The text: the rest of the line up to an option.")
    package var text: [TextArgument]

    @OptionGroup package var file: ModelOption

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        try file.use(in: session) { model in Self.output(try model.explain(text.joined)) }
    }

    private static func output(_ explanation: Explanation) -> CellOutput {
        var figures = [Figure("label", .value(JSONValue(explanation.prediction.label)))]
        if let probability = explanation.prediction.probability {
            figures.append(Figure("probability", .decimal(probability)))
        }
        var blocks = [CellOutput.Block.figures(figures)]
        for index in explanation.problems.indices { blocks += Self.blocks(of: explanation, problem: index) }
        blocks += collisions(in: explanation)
        return CellOutput(result: value(of: explanation), blocks: blocks)
    }

    private static func blocks(of explanation: Explanation, problem index: Int) -> [CellOutput.Block] {
        let problem = explanation.problems[index]
        let columns = explanation.columns.sorted {
            abs($0.effects[index].contribution) > abs($1.effects[index].contribution)
        }
        let rows = columns.map { column -> [TableCell] in
            let effect = column.effects[index]
            return [
                .text(words(of: column)), .number(column.column), .decimal(column.value), .decimal(effect.weight),
                .decimal(effect.contribution), .share(effect.share),
            ]
        }
        let intercept: [TableCell] = [
            .text("(intercept)"), .blank, .blank, .blank, .decimal(problem.intercept),
            .share(problem.margin == 0 ? nil : problem.intercept / problem.margin),
        ]
        let title = "margin \(Numerals.decimal(problem.margin, places: 4)) for label \(problem.label)"
        let names = ["words", "column", "value", "weight", "contribution", "share"]
        // Among several tables, each says on every row whose it is: a title is lost where rows are read by a program.
        let isOneOfMany = explanation.problems.count > 1
        let label = TableCell.value(JSONValue(problem.label))
        return [
            .table(
                Table(
                    title: title, columns: isOneOfMany ? ["label"] + names : names,
                    rows: (rows + [intercept]).map { isOneOfMany ? [label] + $0 : $0 }))
        ]
    }

    private static func words(of column: Explanation.Column) -> String {
        column.grams.map { gram in
            (gram.sign < 0 ? "−" : "") + gram.text + (gram.count > 1 ? " ×\(gram.count)" : "")
        }.joined(separator: " + ")
    }

    private static func collisions(in explanation: Explanation) -> [CellOutput.Block] {
        explanation.collisions.map { column in
            let words = column.grams.map { "“\(DisplayWidth.oneLine($0.text))”" }.joined(separator: " and ")
            let effect = column.isCancelled ? "they cancel each other" : "the model cannot tell them apart"
            return .prose("collision: \(words) share column \(column.column); \(effect)")
        }
    }

    private static func value(of explanation: Explanation) -> JSONValue {
        let columns = explanation.columns.map { column -> JSONValue in
            let grams = column.grams.map { gram -> JSONValue in
                ["text": .text(gram.text), "count": .integer(gram.count), "sign": .integer(gram.sign)]
            }
            let effects = zip(explanation.problems, column.effects).map { problem, effect -> JSONValue in
                [
                    "label": JSONValue(problem.label), "weight": .real(effect.weight),
                    "contribution": .real(effect.contribution), "share": JSONValue(effect.share),
                ]
            }
            return [
                "column": .integer(column.column), "value": .real(column.value), "words": .array(grams),
                "collides": .bool(column.collides), "effects": .array(effects),
            ]
        }
        let problems = explanation.problems.map { problem -> JSONValue in
            [
                "label": JSONValue(problem.label), "intercept": .real(problem.intercept),
                "margin": .real(problem.margin),
            ]
        }
        return [
            "label": JSONValue(explanation.prediction.label),
            "probability": JSONValue(explanation.prediction.probability),
            "margins": .array(problems), "columns": .array(columns),
        ]
    }
}

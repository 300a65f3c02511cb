import Values
package import ArgumentParser
import Features
import Text

/// `tokens`: what the vectorizer makes of a text, before hashing.
package struct TokensCommand: TextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "Show the tokens of a text; needs no model.")
    package static let examples = ["tokens This movie was <b>great</b> :-)"]

    @Argument(help: "The text: the rest of the line.")
    package var text: [TextArgument]

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let tokens = try TextAnalyzer(session.vectorizer.analyzer).tokens(of: text.joined)
        return CellOutput(
            result: ["tokens": .array(tokens.map { .text($0) })],
            blocks: [.prose(tokens.isEmpty ? "no tokens" : tokens.map(Self.shown).joined(separator: "  "))])
    }

    /// Tokens with spaces in them, as n-grams have, stand in brackets.
    private static func shown(_ token: String) -> String {
        let line = DisplayWidth.oneLine(token)
        return line.contains(" ") ? "[\(line)]" : line
    }
}

/// `transform`: the row that a text becomes.
package struct TransformCommand: TextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "transform",
        abstract: "Show the columns and values of a text; needs no model.")
    package static let examples = ["transform great great movie"]

    @Argument(help: "The text: the rest of the line.")
    package var text: [TextArgument]

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        var vectorizer = try HashingVectorizer(session.vectorizer)
        let columns = vectorizer.explain(text.joined)
        let rows = columns.map { column -> [TableCell] in
            let grams = column.grams.map(\.text).joined(separator: ", ")
            return [.number(Int(column.column)), .decimal(column.value), .text(grams)]
        }
        let values = columns.map { column -> JSONValue in
            ["column": .integer(Int(column.column)), "value": .real(column.value)]
        }
        return CellOutput(
            result: ["n_features": .integer(session.vectorizer.nFeatures), "entries": .array(values)],
            blocks: rows.isEmpty
                ? [.prose("no tokens, so an empty row")]
                : [.table(Table(columns: ["column", "value", "tokens"], rows: rows))])
    }
}

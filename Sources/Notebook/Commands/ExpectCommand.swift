package import ArgumentParser
import Values

/// `expect`: what a figure must be.
package struct ExpectCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "expect",
        abstract: "Say what a figure must be; a script ends with status 3 where it is not.",
        discussion: """
            The figure is the latest of that name, as JSON results call it: accuracy, log_loss, rows_applied, \
            classes[0].f1. In bash, where < and > mean something else, write ge, gt, le, lt, eq and ne. A digest may be \
            given by its first 8 digits or more. Numbers are compared exactly. Where the figure is not known, \
            as the log loss of a loss without probabilities, nothing can be judged: status 4.
            """)
    package static let findsFigures = false
    package static let examples = [
        "expect accuracy >= 0.86", "expect rows_applied eq 1000", "expect model_digest == 91a51b74c012",
    ]

    @Argument(help: "The figure, as JSON results call it.")
    package var figure: String

    @Argument(help: "One of >=, >, <=, <, ==, != or ge, gt, le, lt, eq, ne.")
    package var comparison: Comparison

    @Argument(help: "The value: a number, true or false, a label, or the beginning of a digest.")
    package var value: TextArgument

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        guard let actual = session.figures[figure] else { throw unknown(in: session) }
        guard let holds = try holds(actual) else { throw NotebookError.undecided(figure: figure) }
        let expected = "\(comparison.sign) \(value.text)"
        guard holds else {
            throw NotebookError.unmet(figure: figure, expected: expected, actual: Self.shown(actual))
        }
        return CellOutput(
            result: [
                "figure": .text(figure), "comparison": .text(comparison.sign), "expected": .text(value.text),
                "actual": actual, "holds": true,
            ],
            blocks: [.prose("\(figure) is \(Self.shown(actual)), as expected")])
    }

    /// Whether the value is as expected; `nil` where there is none.
    private func holds(_ actual: JSONValue) throws -> Bool? {
        switch actual {
        case .null: return nil
        case .integer(let whole):
            if let expected = PythonLiteral.wholeNumber(value.text) { return comparison.holds(Int64(whole), expected) }
            return comparison.holds(Double(whole), try number())
        case .real(let real): return comparison.holds(real, try number())
        default: return try isSame(as: Self.shown(actual))
        }
    }

    private func isSame(as text: String) throws -> Bool {
        let isDigest = figure.hasSuffix("digest") || figure.hasSuffix("sha256")
        let wanted = value.text
        let isSame = isDigest && wanted.count >= 8 ? text.hasPrefix(wanted.lowercased()) : text == wanted
        switch comparison {
        case .equal: return isSame
        case .notEqual: return !isSame
        case .atLeast, .more, .atMost, .less:
            throw NotebookError.refused(
                code: "no_order", message: "\(figure) is no number, so nothing is more or less",
                remedy: "compare it with == or !=")
        }
    }

    private func number() throws -> Double {
        guard let number = Double(value.text), number.isFinite else {
            throw NotebookError.refused(
                code: "not_a_number", message: "\(figure) is a number, and '\(value.text)' is none",
                remedy: "write it as 0.86 or 1e-3")
        }
        return number
    }

    private func unknown(in session: Session) -> NotebookError {
        let known = session.figures.keys.sorted()
        let nearest = Spelling.nearest(to: figure.replacing("-", with: "_"), among: known)
        return .refused(
            code: "no_figure", message: "no cell has found out \(figure) yet",
            remedy: nearest.map { "did you mean \($0)?" }
                ?? "figures come from commands such as fit and score; --mode json shows their names")
    }

    private static func shown(_ value: JSONValue) -> String {
        if case .text(let text) = value { return text }
        return value.text
    }
}

/// How a figure is compared with what is expected of it.
package enum Comparison: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// At least as much.
    case atLeast = "ge"
    /// More.
    case more = "gt"
    /// At most as much.
    case atMost = "le"
    /// Less.
    case less = "lt"
    /// The same.
    case equal = "eq"
    /// Not the same.
    case notEqual = "ne"

    /// The comparison as Python writes it.
    package var sign: String {
        switch self {
        case .atLeast: ">="
        case .more: ">"
        case .atMost: "<="
        case .less: "<"
        case .equal: "=="
        case .notEqual: "!="
        }
    }

    package init?(argument: String) {
        guard let found = Self.allCases.first(where: { $0.rawValue == argument || $0.sign == argument }) else {
            return nil
        }
        self = found
    }

    /// Whether a value stands in this relation to another; numbers are compared exactly, without a tolerance.
    package func holds<Value: Comparable>(_ actual: Value, _ expected: Value) -> Bool {
        switch self {
        case .atLeast: actual >= expected
        case .more: actual > expected
        case .atMost: actual <= expected
        case .less: actual < expected
        case .equal: actual == expected
        case .notEqual: actual != expected
        }
    }
}

import Experiments
import Values

/// What came out of a fence's commands, compared with what the file holds.
struct FenceComparison {
    /// What is not as it was, in the file's order.
    private(set) var differences: [CheckDifference] = []
    /// The gravest of what became of the figures.
    private(set) var verdict = Verdict.identical

    /// The most lines of text that one output's differences are shown of: the first say what it is about.
    private static let mostLines = 5

    /// Compares; `cells` have all succeeded.
    init(_ fence: MarkdownNotebook.Fence, _ cells: [Cell]) {
        if let figures = fence.figures { compare(figures, with: cells) }
        // A parameter that the command line has set shows another value, as somebody wanted.
        let isOther = cells.contains { $0.saved != $0.source }
        if let output = fence.output, !isOther { compare(output, of: fence, with: cells) }
        if !differences.isEmpty { verdict = .differs }
    }

    private mutating func compare(_ held: MarkdownNotebook.Figures, with cells: [Cell]) {
        let line = held.place + 1
        let commands = held.comment.commands
        guard commands.count == cells.count else {
            differences.append(
                CheckDifference(
                    line: line, command: cells.first?.source ?? "", key: "commands",
                    expected: .integer(commands.count), actual: .integer(cells.count)))
            return
        }
        for (figures, cell) in zip(commands, cells) {
            let actual = cell.output?.figures ?? []
            let values = Dictionary(actual.map { ($0.key, $0.value) }) { first, _ in first }
            for figure in figures
            where !RecordedFigures.isVolatile(figure.key, among: cell.output?.volatileFigures ?? []) {
                let value = values[figure.key]
                let became = value.map {
                    Tolerances().verdict(of: figure.key, expected: figure.value, actual: $0)
                }
                verdict = max(verdict, became ?? .differs)
                guard became == nil || became == .differs else { continue }
                differences.append(
                    CheckDifference(
                        line: line, command: cell.source, key: figure.key, expected: figure.value, actual: value))
            }
        }
    }

    private mutating func compare(
        _ held: MarkdownNotebook.Output, of fence: MarkdownNotebook.Fence, with cells: [Cell]
    ) {
        var actual = cells.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // Every line ends in a line feed, so the last part is what follows the last line.
        actual.removeLast()
        let comparison = TextComparison(
            allowsLastDigit: verdict == .withinTolerance,
            volatileWords: cells.flatMap { $0.output?.volatileWords ?? [] })
        let found = comparison.differences(expected: held.lines, actual: actual)
        let command = cells.count == 1 ? cells.first?.source : fence.commands.joined(separator: "; ")
        differences += found.prefix(Self.mostLines).map { difference in
            CheckDifference(
                line: held.place.lowerBound + 2 + min(difference.line, held.lines.count), command: command ?? "",
                key: nil, expected: JSONValue(difference.expected), actual: JSONValue(difference.actual),
                more: 0)
        }
        if found.count > Self.mostLines { differences[differences.count - 1].more = found.count - Self.mostLines }
    }
}

/// A figure, or a line of an output, that is not as the file holds it.
struct CheckDifference {
    /// The line of the file, from 1.
    var line: Int
    /// The command.
    var command: String
    /// The figure; `nil` where the visible text differs.
    var key: String?
    /// What the file holds; `null` for a line that it does not have.
    var expected: JSONValue
    /// What came out; `nil` or `null` where nothing did.
    var actual: JSONValue?
    /// How many further lines of the same output differ.
    var more = 0

    /// The difference in a sentence.
    func sentence(file: String) -> String {
        let shown = DisplayWidth.cut(DisplayWidth.oneLine(command), to: 60)
        let rest = more > 0 ? " (and \(Numerals.counted(more, "line")) more)" : ""
        return "\(file):\(line): \(shown): \(key ?? "text"): expected \(Self.shown(expected, isText: key == nil)), "
            + "actual \(Self.shown(actual, isText: key == nil))\(rest)"
    }

    /// The difference for programs.
    func json(file: String) -> JSONValue {
        [
            "file": .text(file), "line": .integer(line), "command": .text(command), "figure": JSONValue(key),
            "expected": expected, "actual": actual ?? .null, "verdict": .text(Verdict.differs.rawValue),
            "further_lines": .integer(more),
        ]
    }

    private static func shown(_ value: JSONValue?, isText: Bool) -> String {
        switch value {
        case nil: "none"
        case .null? where isText: "no line"
        case .text(let text)?: "\"\(DisplayWidth.cut(DisplayWidth.oneLine(text), to: 120))\""
        case let value?: value.text
        }
    }
}

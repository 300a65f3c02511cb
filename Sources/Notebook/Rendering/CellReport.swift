import Values

/// A cell as one JSON object: what it was, how it ended, what it has to say.
struct CellReport {
    var number: Int
    var input: String
    var seconds: Double

    func json(of output: CellOutput) -> String {
        json(status: "ok", result: output.result, error: .null)
    }

    func json(of error: NotebookError) -> String {
        json(
            status: "error", result: .null,
            error: [
                "code": .text(error.code), "message": .text(error.message), "remedy": JSONValue(error.remedy),
                "evidence": JSONValue(error.evidence),
            ])
    }

    private func json(status: String, result: JSONValue, error: JSONValue) -> String {
        let cell: JSONValue = [
            "cell": .integer(number), "input": .text(input), "status": .text(status), "result": result, "error": error,
            "seconds": .real(seconds),
        ]
        return cell.text
    }
}

/// The line of a cell's text that an error is about, with a caret under each of the characters.
struct SourceExcerpt {
    /// The line's number, where the cell's first line is `firstLine`.
    private(set) var line: Int
    /// The line, and the carets under it.
    private(set) var lines: [String]

    init(source: String, range: Range<Int>, firstLine: Int) {
        let characters = Array(source)
        let start = min(range.lowerBound, characters.count)
        let before = characters[..<start]
        line = firstLine + before.count(where: \.isNewline)
        let lineStart = before.lastIndex(where: \.isNewline).map { $0 + 1 } ?? 0
        let lineEnd = characters[start...].firstIndex(where: \.isNewline) ?? characters.count
        let shown = DisplayWidth.oneLine(String(characters[lineStart..<lineEnd]))
        let indent = DisplayWidth.of(DisplayWidth.oneLine(String(characters[lineStart..<start])))
        let marked = characters[start..<max(start, min(range.upperBound, lineEnd))]
        let carets = max(1, DisplayWidth.of(DisplayWidth.oneLine(String(marked))))
        lines = [
            "  " + shown,
            "  " + String(repeating: " ", count: indent) + String(repeating: "^", count: carets),
        ]
    }
}

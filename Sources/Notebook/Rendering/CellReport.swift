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

    /// The part of the line around `range` that fits `width` columns, so that the carets stay under their word.
    init(source: String, range: Range<Int>, firstLine: Int, width: Int) {
        let characters = Array(source)
        let start = min(range.lowerBound, characters.count)
        let before = characters[..<start]
        line = firstLine + before.count(where: \.isNewline)
        let lineStart = before.lastIndex(where: \.isNewline).map { $0 + 1 } ?? 0
        let lineEnd = characters[start...].firstIndex(where: \.isNewline) ?? characters.count
        let end = max(start, min(range.upperBound, lineEnd))
        let room = max(20, width - 6)
        // Wide characters fill two columns; half the room for what comes before keeps even those on one row.
        let first = end - lineStart <= room / 2 ? lineStart : max(lineStart, start - room / 4)
        let last = min(lineEnd, first + room)
        func shown(_ bounds: Range<Int>) -> String { DisplayWidth.oneLine(String(characters[bounds])) }
        let head = first > lineStart ? "…" : ""
        let indent = DisplayWidth.of(head + shown(first..<start))
        let carets = max(1, DisplayWidth.of(shown(start..<max(start, min(end, last)))))
        lines = [
            "  " + head + shown(first..<last) + (last < lineEnd ? "…" : ""),
            "  " + String(repeating: " ", count: indent) + String(repeating: "^", count: carets),
        ]
    }
}

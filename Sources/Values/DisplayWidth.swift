/// How many columns of a terminal a text fills.
package enum DisplayWidth {
    /// The columns that `text` fills: two for wide East Asian characters and emoji, none for combining marks.
    ///
    /// - Complexity: O(*n*) for *n* characters.
    package static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + width(of: $1) }
    }

    /// The text cut to at most `columns`, with an ellipsis in place of what is cut.
    package static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        var kept = ""
        var used = 1
        for character in text {
            used += width(of: character)
            if used > columns { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// The text cut to at most `columns`, with an ellipsis before its last `tail` columns.
    package static func cut(_ text: String, to columns: Int, keeping tail: Int) -> String {
        guard tail > 0, of(text) > columns else { return cut(text, to: columns) }
        var end = ""
        var used = 0
        for character in text.reversed() {
            used += width(of: character)
            if used > tail { break }
            end.insert(character, at: end.startIndex)
        }
        let start = cut(text, to: columns - of(end))
        return start + end
    }

    /// Texts cut to at most `columns`, so that those that differ look different; `nil` where no cut does that.
    ///
    /// The ends are cut off where that will do; else what stands before the part in which the texts differ, where that part
    /// fits, or else some other part, the same of all.
    /// - Complexity: O(*n*) for all characters.
    package static func cutApart(_ texts: [String], to columns: Int) -> [String]? {
        let count = Set(texts).count
        let long = texts.filter { of($0) > columns }
        let start = long.reduce(long.first ?? "") { start, text in
            String(zip(start, text).prefix { $0 == $1 }.map(\.0))
        }
        let differing = (long.map(of).max() ?? 0) - of(start)
        let tails = [0, differing, (columns - 1) / 2, (columns - 1) * 2 / 3, columns - 2]
        return tails.lazy.filter { $0 == 0 || 1...max(1, columns - 2) ~= $0 }
            .map { tail in texts.map { cut($0, to: columns, keeping: tail) } }
            .first { Set($0).count == count }
    }

    /// The text in parts of at most `columns` each, broken anywhere.
    package static func split(_ text: String, to columns: Int) -> [String] {
        var parts: [String] = []
        var used = columns
        for character in text {
            let width = width(of: character)
            if used + width > columns {
                parts.append("")
                used = 0
            }
            parts[parts.count - 1].append(character)
            used += width
        }
        return parts
    }

    /// The text with `columns` filled by spaces, on the left for numbers.
    package static func pad(_ text: String, to columns: Int, atLeft: Bool) -> String {
        let gap = String(repeating: " ", count: max(0, columns - of(text)))
        return atLeft ? gap + text : text + gap
    }

    /// The text on one line with what a terminal would obey (escape sequences, line feeds) made visible or blank.
    ///
    /// Reviews come from strangers: one that holds an escape sequence must not command the reader's terminal.
    package static func oneLine(_ text: some StringProtocol) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                line.unicodeScalars.append(scalar == "\u{1B}" ? "\u{241B}" : " ")
            case .format where scalar != "\u{200D}" && scalar != "\u{200C}": continue
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// The text with its line feeds kept and every line made safe for a terminal.
    package static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(oneLine).joined(separator: "\n")
    }

    private static func width(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        case 0..<0x300: return 1
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            return 2
        default:
            switch first.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: return 0
            default: return 1
            }
        }
    }
}

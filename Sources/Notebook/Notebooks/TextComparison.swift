/// Compares the visible text of an output with the one that came out now, as far as it must be the same.
///
/// Lines are taken apart into numbers, words, spaces and other characters. Two lines are the same where all their parts
/// are, with two exceptions. Where ``allowsLastDigit``, two decimals with equally many digits behind the point may be
/// one unit of the last digit apart; in the place of what shows a volatile figure any other text may stand. Where either
/// is so, gaps between words may be wider or narrower.
package struct TextComparison {
    /// Whether a figure came out within tolerance but not identical, so that its rounding may show it.
    package var allowsLastDigit: Bool
    /// The parts of the new text that show volatile figures, such as `16.8 MB`.
    package var volatileWords: [String]

    /// Describes a comparison.
    package init(allowsLastDigit: Bool, volatileWords: [String]) {
        self.allowsLastDigit = allowsLastDigit
        self.volatileWords = volatileWords
    }

    /// A line that is not as it was; a line that only one of the texts has is `nil` in the other.
    struct Difference: Hashable {
        /// The line's place in the output, from 0.
        var line: Int
        var expected: String?
        var actual: String?
    }

    /// The lines that differ, from top to bottom.
    func differences(expected: [String], actual: [String]) -> [Difference] {
        (0..<max(expected.count, actual.count)).compactMap { line in
            let old = line < expected.count ? expected[line] : nil
            let new = line < actual.count ? actual[line] : nil
            if let old, let new, isSame(old, new) { return nil }
            return Difference(line: line, expected: old, actual: new)
        }
    }

    /// Whether the line that came out now shows the same as the one before.
    ///
    /// - Complexity: O(*n* *m*) for lines of *n* and *m* parts, O(*n*) where nothing is volatile.
    package func isSame(_ expected: String, _ actual: String) -> Bool {
        if expected == actual { return true }
        guard allowsLastDigit || !volatileWords.isEmpty else { return false }
        let old = Self.parts(of: expected)
        let new = pattern(of: actual)
        var (place, next) = (0, 0)
        // Where a wildcard stands, and how far it reaches; it is made longer where what follows does not fit.
        var wildcard: (next: Int, end: Int)?
        while place < old.count {
            if next < new.count, let part = new[next], isSame(old[place], part) {
                place += 1
                next += 1
            } else if next < new.count, new[next] == nil {
                wildcard = (next + 1, place + 1)
                place += 1
                next += 1
            } else if let last = wildcard {
                wildcard?.end += 1
                place = last.end + 1
                next = last.next
            } else {
                return false
            }
        }
        return next == new.count
    }

    private func isSame(_ old: Part, _ new: Part) -> Bool {
        // A number or a path that has become longer moves what stands beside it, in other lines too.
        if old.kind == .space, new.kind == .space { return true }
        return old.text == new.text || (allowsLastDigit && Self.areNear(old.text, new.text))
    }

    /// The parts of a line, with `nil` in the place of each volatile one, which stands for one part or more.
    private func pattern(of line: String) -> [Part?] {
        let volatile = volatileRanges(in: line)
        var pattern: [Part?] = []
        for part in Self.parts(of: line) {
            if !volatile.contains(where: { $0.overlaps(part.range) }) {
                pattern.append(part)
            } else if pattern.isEmpty || pattern[pattern.count - 1] != nil {
                pattern.append(nil)
            }
        }
        return pattern
    }

    private enum Kind {
        case number, word, space, other
    }

    private struct Part {
        var kind: Kind
        var text: String
        var range: Range<Int>
    }

    private static func parts(of line: String) -> [Part] {
        let characters = Array(line)
        var parts: [Part] = []
        var index = 0
        func digit(_ index: Int) -> Bool {
            index < characters.count && characters[index].isASCII && characters[index].isNumber
        }
        while index < characters.count {
            let start = index
            let kind: Kind
            if digit(index) || (characters[index] == "-" && digit(index + 1)) {
                kind = .number
                index += 1
                while digit(index) || (index < characters.count && ",.".contains(characters[index]) && digit(index + 1))
                {
                    index += 1
                }
            } else if characters[index].isWhitespace {
                kind = .space
                while index < characters.count, characters[index].isWhitespace { index += 1 }
            } else if characters[index].isLetter {
                kind = .word
                while index < characters.count, characters[index].isLetter { index += 1 }
            } else {
                kind = .other
                index += 1
            }
            parts.append(Part(kind: kind, text: String(characters[start..<index]), range: start..<index))
        }
        return parts
    }

    /// Whether two decimals are one unit of their last digit apart.
    private static func areNear(_ old: String, _ new: String) -> Bool {
        let numbers = [old, new].map { text -> (units: Int, places: Int)? in
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let units = Int(parts.joined().filter { $0 != "," }) else { return nil }
            return (units, parts[1].count)
        }
        guard let old = numbers[0], let new = numbers[1], old.places == new.places else { return false }
        return old.units.subtractingReportingOverflow(new.units).partialValue.magnitude <= 1
    }

    private func volatileRanges(in line: String) -> [Range<Int>] {
        let characters = Array(line)
        return volatileWords.map(Array.init).flatMap { word -> [Range<Int>] in
            guard let first = word.first else { return [] }
            return characters.indices.compactMap { start in
                guard characters[start] == first else { return nil }
                let count = zip(characters[start...], word).prefix { $0 == $1 }.count
                let end = start + count
                if count == word.count { return start..<end }
                // A table cuts what is too wide for it.
                return count > 8 && end < characters.count && characters[end] == "…" ? start..<end + 1 : nil
            }
        }
    }
}

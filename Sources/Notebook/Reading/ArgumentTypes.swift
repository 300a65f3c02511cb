import ArgumentParser
package import Datasets
import Files
package import Values

/// A word or a text as it was typed, also where it begins with a dash inside quotes.
package struct TextArgument: ExpressibleByArgument, Sendable {
    /// Stands before a quoted dash on the way through the argument parser, which knows no quotes.
    ///
    /// A private-use scalar has no meaning of its own, so nobody types it.
    static let mark = "\u{10FFFD}"

    /// The text.
    package var text: String

    package init?(argument: String) {
        text = Self.unmarked(argument)
    }

    static func unmarked(_ argument: String) -> String {
        argument.hasPrefix(mark) ? String(argument.dropFirst()) : argument
    }
}

extension [TextArgument] {
    /// The words with one space between them.
    package var joined: String { map(\.text).joined(separator: " ") }
}

/// A whole number of at least 1: `20`, `10_000`, `2^21`, `2**21`, `1e3`.
package struct CountArgument: ExpressibleByArgument, Sendable {
    /// The number.
    package var value: Int

    package init?(argument: String) {
        switch PythonLiteral.number(TextArgument.unmarked(argument)) {
        case .integer(let whole) where whole >= 1: value = Int(whole)
        case .real(let real) where 1...Self.mostReal ~= real && real == real.rounded(): value = Int(real)
        default: return nil
        }
    }

    /// Up to here a binary64 number is the whole number that was typed.
    private static let mostReal = 0x1p53
}

/// How often a trial is repeated, 0 to 1000.
package struct RepetitionsArgument: ExpressibleByArgument, Sendable {
    /// The number.
    package var value: Int

    package init?(argument: String) {
        let text = TextArgument.unmarked(argument)
        guard let value = text == "0" ? 0 : CountArgument(argument: text)?.value, value <= 1000 else { return nil }
        self.value = value
    }
}

/// A seed, 0 to 2^32 − 1.
package struct SeedArgument: ExpressibleByArgument, Sendable {
    /// The seed.
    package var value: UInt32

    package init?(argument: String) {
        guard let seed = PythonLiteral.wholeNumber(TextArgument.unmarked(argument)).flatMap(UInt32.init(exactly:))
        else { return nil }
        value = seed
    }
}

extension Label: ExpressibleByArgument {
    /// Whole numbers are integer labels, all else is text.
    package init?(argument: String) {
        let text = TextArgument.unmarked(argument)
        self = Int64(text).map { .integer($0) } ?? .text(text)
    }
}

/// One label, or several as Python lists them: `0`, `0,1`, `[0, 1]`, `np.array([0, 1])`.
package struct LabelsArgument: ExpressibleByArgument, Sendable {
    /// The labels.
    package var labels: [Label]

    package init?(argument: String) {
        let text = TextArgument.unmarked(argument)
        let isArray = text.hasSuffix(")") && (text.hasPrefix("np.array(") || text.hasPrefix("numpy.array("))
        let list =
            isArray ? String(text[text.index(after: text.firstIndex(of: "(") ?? text.startIndex)...].dropLast()) : text
        if case .list(let values) = PythonLiteral.value(of: list) {
            labels = values.compactMap { value in
                switch value {
                case .integer(let whole): .integer(whole)
                case .text(let text): .text(text)
                default: nil
                }
            }
            if labels.count != values.count { return nil }
        } else {
            labels = list.split(separator: ",").compactMap { Label(argument: String($0)) }
        }
        if labels.isEmpty { return nil }
    }
}

extension RowRange: ExpressibleByArgument {
    /// A Python slice without a step; one number alone is no range.
    package init?(argument: String) {
        let parts = TextArgument.unmarked(argument).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        func bound(_ text: Substring) -> Int?? {
            if text.isEmpty { return .some(nil) }
            let isNegative = text.hasPrefix("-")
            let digits = isNegative ? text.dropFirst() : text
            // One sign with digits behind it: the number is at least 0 then, and its negative is a number, too.
            guard digits.first?.isNumber == true, let whole = PythonLiteral.wholeNumber(String(digits)) else {
                return nil
            }
            return .some(Int(isNegative ? -whole : whole))
        }
        guard let start = bound(parts[0]), let stop = bound(parts[1]) else { return nil }
        self.init(start: start, stop: stop)
    }
}

/// A file's path as it was typed; the session's workspace says which file it leads to.
package struct PathArgument: ExpressibleByArgument, Sendable {
    /// The path as typed, a leading `~` included.
    package var typed: String

    package init?(argument: String) {
        typed = TextArgument.unmarked(argument)
        guard !typed.isEmpty else { return nil }
    }
}

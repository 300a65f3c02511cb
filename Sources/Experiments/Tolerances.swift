package import Values

/// How far a figure may be off before it differs.
///
/// Counts, truth values, labels and digests are exact. Any other number may differ by an absolute amount: the one given
/// for its name, else ``standard``. A name is the whole key of a figure (`classes[0].f1`) or its last part (`f1`).
package struct Tolerances: Hashable, Sendable {
    /// The tolerance of numbers that have none of their own.
    ///
    /// Arithmetic is the same to the last bit wherever the C library's `exp` and `log` are; another library may round
    /// them otherwise, and sums of such values then differ far below this.
    package static let usual = 1e-9

    /// The tolerance of numbers that have none of their own.
    package var standard = Tolerances.usual
    /// Tolerances by the figure's name.
    package var named: [String: Double] = [:]

    /// ``usual`` for every number.
    package init() {}

    /// How much the figure of that key may differ.
    package func tolerance(of key: String) -> Double {
        if let exact = named[key] { return exact }
        return named[Self.lastPart(of: key)] ?? standard
    }

    private static func lastPart(of key: String) -> String {
        key.split(separator: ".").last.map(String.init) ?? key
    }

    /// The smaller of both for each name: what a record allows can be narrowed by somebody who replays it, not widened.
    package func tightened(by other: Tightening) -> Tolerances {
        var tightened = self
        if let limit = other.standard { tightened.standard = min(standard, limit) }
        for (key, value) in named {
            let limit = other.named[key] ?? other.named[Self.lastPart(of: key)] ?? other.standard
            tightened.named[key] = min(value, limit ?? value)
        }
        for (key, limit) in other.named { tightened.named[key] = min(tolerance(of: key), limit) }
        return tightened
    }

    /// Tolerances that someone asks for beside those of a record.
    package struct Tightening: Hashable, Sendable {
        /// For every number; `nil` leaves them.
        package var standard: Double?
        /// By the figure's name.
        package var named: [String: Double] = [:]

        /// Nothing is asked for.
        package init() {}
    }
}

/// What became of a figure, from the best to the gravest.
package enum Verdict: String, CaseIterable, Comparable, Sendable {
    /// The same to the last bit.
    case identical
    /// As near as the record asks for.
    case withinTolerance = "within_tolerance"
    /// Not the same.
    case differs
    /// Something is missing without which nothing can be said.
    case cannotJudge = "cannot_judge"

    package static func < (left: Verdict, right: Verdict) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { Verdict.allCases.firstIndex(of: self) ?? 0 }

    /// The verdict in words.
    package var words: String { rawValue.replacing("_", with: " ") }
}

extension Tolerances {
    /// Compares a figure of a record with the same one found now.
    ///
    /// Both not known (`null`) is identical. Numbers are compared as they are, and by their distance only where both are
    /// written with a fraction, since a count never is; everything else must be equal.
    package func verdict(of key: String, expected: JSONValue, actual: JSONValue) -> Verdict {
        if expected == actual { return .identical }
        let tolerance = tolerance(of: key)
        switch (expected, actual) {
        case (.real(let expected), .real(let actual)):
            return abs(expected - actual) <= tolerance ? .withinTolerance : .differs
        case (.real(let expected), .integer(let actual)), (.integer(let actual), .real(let expected)):
            return Int(exactly: expected) == actual ? .identical : .differs
        default: return .differs
        }
    }
}

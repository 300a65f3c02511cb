/// The values of a result by the way to them, such as `classes[0].f1`: what tables and pictures are made of, of a result
/// that has just come and of one that was written down alike.
package struct FigureValues: Sendable {
    private var values: [String: JSONValue] = [:]

    /// Takes figures that were written down; of two with one key the first counts.
    package init(_ figures: some Sequence<(key: String, value: JSONValue)>) {
        values = Dictionary(figures.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// Takes every value of a result, texts too.
    ///
    /// - Complexity: O(*n*) for *n* values.
    package init(of result: JSONValue) {
        take(result, key: "")
    }

    private mutating func take(_ value: JSONValue, key: String) {
        switch value {
        case .object(let members):
            for member in members { take(member.value, key: key.isEmpty ? member.key : "\(key).\(member.key)") }
        case .array(let elements):
            for (index, element) in elements.enumerated() { take(element, key: "\(key)[\(index)]") }
        case .null, .bool, .integer, .real, .text: values[key] = value
        }
    }

    /// The value of a figure; `nil` where there is none.
    package subscript(key: String) -> JSONValue? { values[key] }

    /// A figure that is a finite number.
    package func number(_ key: String) -> Double? {
        switch values[key] {
        case .integer(let whole): Double(whole)
        case .real(let real) where real.isFinite: real
        default: nil
        }
    }

    /// A figure that is a share, such as an accuracy: a number from 0 to 1.
    package func share(_ key: String) -> Double? {
        number(key).flatMap { 0...1 ~= $0 ? $0 : nil }
    }

    /// A figure that is a whole number.
    package func count(_ key: String) -> Int? {
        guard case .integer(let whole)? = values[key] else { return nil }
        return whole
    }

    /// A figure that is a text.
    package func text(_ key: String) -> String? {
        guard case .text(let text)? = values[key] else { return nil }
        return text
    }

    /// How many elements of a list have this member: those from `list[0].member` on without a gap, at most `most`.
    ///
    /// Without a member the elements are values themselves.
    package func elements(of list: String, member: String? = nil, most: Int = 1000) -> Int {
        (0..<most).first { values["\(list)[\($0)]" + (member.map { ".\($0)" } ?? "")] == nil } ?? most
    }
}

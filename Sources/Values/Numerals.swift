import Foundation

/// Numbers as people read them, in one spelling whatever the locale.
package enum Numerals {
    /// A whole number with commas between thousands: `12,345`.
    package static func grouped(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (value < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ",")
    }

    /// A number with `places` decimals, rounded to nearest; −0 is 0.
    package static func decimal(_ value: Double, places: Int) -> String {
        let text = String(format: "%.\(places)f", value)
        return text.hasPrefix("-") && !text.contains(where: { "123456789".contains($0) })
            ? String(text.dropFirst()) : text
    }

    /// The p of a test with three decimals; one below 0.001 is said to be that.
    package static func pValue(_ p: Double) -> String { p < 0.001 ? "< 0.001" : decimal(p, places: 3) }

    /// A number with its sign and `places` decimals: `+0.50`; what is rounded to 0 has no sign.
    package static func signed(_ value: Double, places: Int) -> String {
        let text = decimal(value, places: places)
        return value > 0 && text.contains(where: { "123456789".contains($0) }) ? "+" + text : text
    }

    /// `1 batch` or `3 batches`.
    package static func counted(_ value: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(grouped(value)) \(value == 1 ? singular : plural ?? singular + "s")"
    }

    /// Names as a sentence lists them, of many the first two: `a`, `a and b`, `a, b and c`, `a, b and 9 others`.
    ///
    /// A semicolon stands between names that hold commas themselves.
    package static func listed(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        let separator = names.contains { $0.contains(", ") } ? "; " : ", "
        guard names.count > 4 else { return names.dropLast().joined(separator: separator) + " and " + last }
        return names.prefix(2).joined(separator: separator) + " and \(grouped(names.count - 2)) others"
    }

    /// A number of bytes in the unit a person would take: `612 bytes`, `16.8 MB`.
    package static func bytes(_ value: Int) -> String {
        var scaled = Double(value)
        for unit in ["bytes", "kB", "MB", "GB", "TB"] {
            if scaled < 1000 || unit == "TB" {
                return unit == "bytes" ? counted(value, "byte") : "\(decimal(scaled, places: 1)) \(unit)"
            }
            scaled /= 1000
        }
        return counted(value, "byte")
    }

    /// The first 12 digits of a digest, for sentences; the result for programs holds all 64.
    package static func short(digest: String) -> String { String(digest.prefix(12)) }
}

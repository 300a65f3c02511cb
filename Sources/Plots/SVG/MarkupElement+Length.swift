import Values

extension MarkupElement {
    /// A length in at most two decimals, without zeros at the end.
    static func number(_ value: Double) -> String {
        let hundredths = Int((min(1e6, max(-1e6, value)) * 100).rounded())
        let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        let digits = part.isMultiple(of: 10) ? "\(part / 10)" : (part < 10 ? "0\(part)" : "\(part)")
        return "\(sign)\(whole).\(digits)"
    }
}

/// The scalars that one position of a pattern accepts.
struct ScalarSet: Sendable {
    /// A class such as `\w`, or its complement.
    struct Category: Hashable, Sendable {
        enum Kind { case word, digit, space }

        let kind: Kind
        let isNegated: Bool
        /// Whether the class has ASCII scalars only, as under the flag `a`.
        let isASCII: Bool

        func contains(_ scalar: UInt32) -> Bool {
            let belongs =
                switch kind {
                case .word: CharacterClasses.isWord(scalar)
                case .digit: CharacterClasses.isDigit(scalar)
                // Of the ASCII separators, the flag `a` leaves out U+001C to U+001F.
                case .space: CharacterClasses.isSpace(scalar) && !(isASCII && scalar >= 0x1C && scalar < 0x20)
                }
            return (belongs && !(isASCII && scalar >= 0x80)) != isNegated
        }
    }

    private(set) var ranges: [ClosedRange<UInt32>]
    private(set) var categories: [Category]
    let isNegated: Bool
    /// One bit an ASCII scalar, with everything above taken into account.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    init(_ ranges: [ClosedRange<UInt32>], _ categories: [Category] = [], isNegated: Bool = false) {
        self.ranges = ranges
        self.categories = categories
        self.isNegated = isNegated
        for scalar in UInt32(0)..<64 where isMember(scalar) { ascii.low |= 1 << UInt64(scalar) }
        for scalar in UInt32(64)..<128 where isMember(scalar) { ascii.high |= 1 << UInt64(scalar - 64) }
    }

    /// Whether the set has `scalar`.
    @inline(__always)
    func contains(_ scalar: UInt32) -> Bool {
        guard scalar < 128 else { return isMember(scalar) }
        return (scalar < 64 ? ascii.low : ascii.high) >> UInt64(scalar & 63) & 1 == 1
    }

    private func isMember(_ scalar: UInt32) -> Bool {
        (ranges.contains { $0.contains(scalar) } || categories.contains { $0.contains(scalar) }) != isNegated
    }
}

/// The rows whose numbers lie in a half-open range from below: greater than `after`, at most `through`.
package struct RowNumbers: Hashable, Sendable {
    /// The number below the first that is meant.
    package var after: Int64
    /// The last number that is meant.
    package var through: Int64

    /// The rows with numbers greater than `after` and at most `through`.
    package init(after: Int64, through: Int64) {
        self.after = after
        self.through = through
    }

    /// All rows up to a number.
    ///
    /// Row numbers may be negative; the smallest that there can be, −2^63, is the one number that is left out.
    package static func all(through bound: Int64) -> RowNumbers {
        RowNumbers(after: .min, through: bound)
    }

    /// How many numbers there are.
    var count: UInt64 { through > after ? UInt64(bitPattern: through &- after) : 0 }

    /// One range for each run without a gap of row numbers in ascending order.
    package static func covering(_ numbers: some Sequence<Int64>) -> [RowNumbers] {
        var ranges: [RowNumbers] = []
        for number in numbers {
            if let last = ranges.last, last.through == number - 1 {
                ranges[ranges.count - 1].through = number
            } else {
                ranges.append(RowNumbers(after: number - 1, through: number))
            }
        }
        return ranges
    }
}

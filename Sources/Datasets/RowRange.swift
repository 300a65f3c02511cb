/// Rows chosen as with a Python slice without a step: `:45000`, `45000:`, `100:200`, `-500:`.
package struct RowRange: Hashable, Sendable {
    /// The first row, counted from the end where negative; `nil` is the first there is.
    package var start: Int?
    /// The row before which the range ends, counted from the end where negative; `nil` is after the last.
    package var stop: Int?

    /// The rows from `start` up to, not including, `stop`.
    package init(start: Int? = nil, stop: Int? = nil) {
        self.start = start
        self.stop = stop
    }

    /// All rows.
    package static let all = RowRange()

    /// The rows that the slice names of `count` rows, as Python's `slice.indices` clamps them.
    package func resolved(count: Int) -> Range<Int> {
        func clamped(_ bound: Int) -> Int {
            bound < 0 ? max(0, bound + count) : min(bound, count)
        }
        let lower = start.map(clamped) ?? 0
        return lower..<max(lower, stop.map(clamped) ?? count)
    }
}

extension RowRange: CustomStringConvertible {
    /// The range in Python's spelling.
    package var description: String {
        "\(start.map(String.init) ?? ""):\(stop.map(String.init) ?? "")"
    }
}

/// The order in which feedback made to order comes in.
package enum ArrivalOrder: Hashable, Sendable {
    /// The dataset's own.
    case arrival
    /// Shuffled, as NumPy's `RandomState.shuffle` does.
    case random
    /// One label after another, ascending.
    case label
    /// Runs of so many rows of one label, at least 1, the labels taking turns as long as they last.
    case runs(Int)
    /// The share of the last label goes in a straight line from the first number to the second, each 0 to 1.
    case drift(Double, Double)

    /// Reads `arrival`, `random`, `label`, `runs:50` or `drift:0.1,0.9`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.dropFirst().first) {
        case ("arrival", nil): self = .arrival
        case ("random", nil): self = .random
        case ("label", nil): self = .label
        case ("runs", let length?):
            guard let length = Int(length.filter { $0 != "_" }), length >= 1 else { return nil }
            self = .runs(length)
        case ("drift", let ends?):
            let shares = ends.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
            guard shares.count == 2, let first = shares[0], let last = shares[1], (0...1).contains(first),
                (0...1).contains(last)
            else { return nil }
            self = .drift(first, last)
        default: return nil
        }
    }
}

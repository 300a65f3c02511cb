/// Holm's correction: the probability of any false alarm among all comparisons stays below what each is judged by.
package enum HolmAdjustment {
    /// The adjusted p of each comparison, in the order of `pValues`: sorted ascending, the *k*th of *n* is
    /// max over *j* ≤ *k* of min(1, (*n* − *j* + 1)·p₍ⱼ₎).
    ///
    /// - Complexity: O(*n* log *n*) for *n* comparisons.
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var largest = 0.0
        for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
            largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
            adjusted[index] = largest
        }
        return adjusted
    }
}

import CGSL

/// The exact binomial test of whether things that have a property are as many as its known share makes likely.
///
/// The p is two-sided: 2·min(P(X ≤ count), P(X ≥ count)) with X binomial over `total`, at most 1.
package struct BinomialTest: Hashable, Sendable {
    /// How many have the property, 0 to `total`.
    package var count: Int
    /// How many there are.
    package var total: Int
    /// The share that is known, 0 to 1.
    package var share: Double

    /// A test of a count.
    package init(_ count: Int, of total: Int, share: Double) {
        (self.count, self.total, self.share) = (count, total, share)
    }

    /// The probability of a count at least as far from the share, if each had the property with that probability; counts
    /// beyond 2^32 − 1 are taken as that.
    package var pValue: Double {
        let (count, total) = (UInt32(clamping: count), UInt32(clamping: total))
        let atLeast = count == 0 ? 1 : gsl_cdf_binomial_Q(count - 1, share, total)
        return min(1, 2 * min(gsl_cdf_binomial_P(count, share, total), atLeast))
    }
}

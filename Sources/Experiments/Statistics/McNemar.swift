import CGSL

/// McNemar's exact test of whether two fixed classifiers are right equally often on documents that both have labelled.
///
/// Only the documents on which one is right and the other wrong say anything; were both equally good, each of these would
/// fall to either side with probability 1/2. The p is two-sided: 2·P(X ≤ min(b, c)) with X binomial over b + c, at most 1
/// (Q. McNemar, Psychometrika 12, 1947, in its exact form).
package struct McNemar: Hashable, Sendable {
    /// On how many documents the first alone is right.
    package var onlyA: Int
    /// On how many documents the second alone is right.
    package var onlyB: Int

    /// A test of these two counts, from 0.
    package init(onlyA: Int, onlyB: Int) {
        (self.onlyA, self.onlyB) = (onlyA, onlyB)
    }

    /// The probability of a difference at least as large, were both equally good; 1 where they never differ.
    ///
    /// At most 2^32 − 1 documents may set them apart.
    package var pValue: Double {
        let trials = onlyA + onlyB
        guard trials > 0 else { return 1 }
        return min(1, 2 * gsl_cdf_binomial_P(UInt32(clamping: min(onlyA, onlyB)), 0.5, UInt32(clamping: trials)))
    }
}

import Experiments
import Testing

@Suite struct BinomialTestTests {
    /// Sums of binomial coefficients, by hand, and scipy's `2 * min(binom.cdf(k, n, p), binom.sf(k - 1, n, p))`.
    private static let cases: [(count: Int, total: Int, share: Double, p: Double)] = [
        (5, 20, 0.5, 43400 / 1_048_576), (15, 20, 0.5, 43400 / 1_048_576), (0, 6, 0.5, 2 / 64), (6, 6, 0.5, 2 / 64),
        (3, 6, 0.5, 1), (0, 0, 0.5, 1), (0, 3, 0.2, 1), (3, 3, 0.2, 0.016), (2, 3, 0.2, 0.208),
        // What never is, and what always is.
        (0, 9, 0, 1), (1, 9, 0, 0), (9, 9, 1, 1), (8, 9, 1, 0),
    ]

    @Test(arguments: cases)
    func `p is twice the smaller tail`(count: Int, total: Int, share: Double, p: Double) {
        #expect(abs(BinomialTest(count, of: total, share: share).pValue - p) < 1e-12)
    }

    @Test func `many rows are counted, too`() {
        #expect(BinomialTest(1_000_000, of: 2_000_000, share: 0.5).pValue > 0.99)
        #expect(BinomialTest(1_000_000, of: 2_010_000, share: 0.5).pValue < 1e-11)
        #expect(BinomialTest(.max, of: .max, share: 0.5).pValue < 1e-300)
    }
}

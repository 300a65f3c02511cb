import Experiments
import Testing

@Suite struct McNemarTests {
    /// Sums of binomial coefficients, by hand: 2·(1 + 20 + 190 + 1140 + 4845 + 15504)/2²⁰ for 5 and 15.
    private static let cases: [(Int, Int, Double)] = [
        (5, 15, 43400 / 1_048_576), (15, 5, 43400 / 1_048_576), (0, 6, 2 / 64), (3, 3, 1), (0, 0, 1),
    ]

    @Test(arguments: cases)
    func `p is that of a fair coin`(onlyA: Int, onlyB: Int, p: Double) {
        #expect(abs(McNemar(onlyA: onlyA, onlyB: onlyB).pValue - p) < 1e-12)
    }

    @Test func `many documents are counted, too`() {
        #expect(McNemar(onlyA: 1_000_000, onlyB: 1_000_000).pValue == 1)
        #expect(McNemar(onlyA: 1_000_000, onlyB: 1_010_000).pValue < 1e-11)
    }
}

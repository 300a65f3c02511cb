import Experiments
import RandomNumbers
import Testing

/// Student's t, Holm's correction and the test of runs, against other programs' values and by hand.
@Suite struct StatisticsTests {
    @Test(
        "gives Student's quantiles and tails as SciPy does",
        arguments: [
            (1, 12.706204736432095, 0.282926056243018), (2.5, 3.5746548420118773, 0.1445024447548438),
            (9, 2.2621571627409915, 0.06511828241215198), (38.2, 2.0240461579519975, 0.042386235886198845),
            (4999, 1.9604386466615242, 0.03577882828114518),
        ])
    func studentT(degrees: Double, quantile: Double, tail: Double) {
        let distribution = StudentT(degrees: degrees)
        #expect(abs(distribution.quantile(0.975) / quantile - 1) < 1e-9)
        #expect(abs(distribution.twoSided(-2.1) / tail - 1) < 1e-9)
        #expect(distribution.twoSided(0) == 1)
    }

    @Test("corrects p by Holm, in the order they were given")
    func holm() {
        #expect(HolmAdjustment.adjusted([0.01, 0.04, 0.03]).map { ($0 * 100).rounded() } == [3, 6, 6])
        #expect(HolmAdjustment.adjusted([0.5, 0.9, 0.6]) == [1, 1, 1])
        #expect(HolmAdjustment.adjusted([]).isEmpty)
    }

    @Test("tells blocks and alternation from a random order")
    func runs() throws {
        func test(_ text: String) -> RunsTest {
            var test = RunsTest()
            for character in text { test.add(character == "1") }
            return test
        }
        let mixed = test("1101000111")
        #expect(mixed.runs == 5)
        // μ = 2·6·4/10 + 1 = 5.8, σ² = 4.8·3.8/9.
        let z: Double = (5.0 - 5.8) / (4.8 * 3.8 / 9.0).squareRoot()
        #expect(abs(try #require(mixed.z) - z) < 1e-12)
        let blocks = test(String(repeating: "1", count: 50) + String(repeating: "0", count: 50))
        #expect(try #require(blocks.z) < -9)
        #expect(try #require(test(String(repeating: "10", count: 50)).z) > 9)
        #expect(test("1111").z == nil && test("").z == nil && test("10").z == nil)
    }
}

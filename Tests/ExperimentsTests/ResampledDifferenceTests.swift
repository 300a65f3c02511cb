import Experiments
import Testing

/// Nadeau and Bengio's test over random splits, against a case by hand, and the splits themselves.
@Suite struct ResampledDifferenceTests {
    @Test("comes to what the formula says, computed by hand with Student's closed form for three degrees")
    func byHand() throws {
        // s² = 0.0005/3, SE² = (1/4 + 100/300)·s², t = 2.5355.
        let found = try #require(ResampledDifference([0.02, 0.03, 0.01, 0.04], train: 300, test: 100))
        #expect(abs(found.mean - 0.025) < 1e-15)
        #expect(abs(found.standardError - 0.009860132971832694) < 1e-15)
        #expect(found.degrees == 3)
        #expect(abs(found.pValue - 0.08501637340085422) < 1e-9)
        #expect(abs(found.interval().lowerBound - -0.006379343745814989) < 1e-9)
        #expect(abs(found.interval().upperBound - 0.05637934374581499) < 1e-9)
    }

    @Test("is less sure the more of the rows are tested, and knows nothing of one split")
    func edges() throws {
        let values = [0.02, 0.03, 0.01, 0.04]
        let few = try #require(ResampledDifference(values, train: 900, test: 100))
        let many = try #require(ResampledDifference(values, train: 100, test: 900))
        #expect(few.pValue < many.pValue && few.standardError < many.standardError)
        #expect(ResampledDifference([0.5], train: 10, test: 10) == nil)
        #expect(ResampledDifference([], train: 10, test: 10) == nil)
        let same = try #require(ResampledDifference([0, 0, 0], train: 10, test: 10))
        #expect(same.pValue == 1 && same.interval() == 0...0)
        let always = try #require(ResampledDifference([0.25, 0.25], train: 10, test: 10))
        #expect(always.pValue == 0 && always.interval() == 0.25...0.25)
    }

    @Test("splits rows as NumPy's permutation does, and keeps their order")
    func split() {
        // numpy.random.RandomState(3).permutation(10)
        let split = RowSplit(10, training: 6, seed: 3)
        #expect(split.training == [1, 2, 4, 5, 6, 9])
        #expect(split.test == [0, 3, 7, 8])
    }
}

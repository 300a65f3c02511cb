import RandomNumbers
import Testing

@Suite("MersenneTwister is NumPy's RandomState")
struct MersenneTwisterTests {
    @Test("the words of the reference implementation come out")
    func words() {
        // The tenthousandth word of MT19937 from the customary seed 5489 is given by the C++ standard (rand.predef).
        var generator = MersenneTwister(seed: 5489)
        for _ in 1..<10_000 { _ = generator.next() }
        #expect(generator.next() == 4_123_659_995)
    }
}

import RandomNumbers
import Testing

@Suite("MersenneTwister draws what NumPy's RandomState draws")
struct MersenneTwisterTests {
    @Test("the ten-thousandth word is the one that the C++ standard demands of mt19937")
    func tenThousandthWord() {
        var generator = MersenneTwister(seed: 5489)
        for _ in 1..<10_000 { _ = generator.next() }
        #expect(generator.next() == 4_123_659_995)
    }

    @Test(
        "whole words, then numbers below 2^31 − 1, then small ranges",
        arguments: [
            (
                UInt32(0), [2_357_136_044, 2_546_248_239, 3_071_714_933], [1_478_610_112, 441_365_315, 1_537_364_731],
                [6, 4, 6, 8, 5, 7, 9, 3], 88
            ),
            (
                1, [1_791_095_845, 4_282_876_139, 3_093_770_124], [1_857_819_720, 491_263, 550_290_313],
                [6, 8, 3, 3, 4, 7, 8, 7], 6
            ),
            (
                42, [1_608_637_542, 3_421_126_067, 4_083_286_876], [787_846_414, 996_406_378, 1_201_263_687],
                [7, 7, 9, 4, 5, 9, 5, 5], 87
            ),
        ] as [(UInt32, [Int], [Int], [Int], Int)])
    func draws(seed: UInt32, words: [Int], large: [Int], small: [Int], last: Int) {
        var generator = MersenneTwister(seed: seed)
        #expect(words.map { _ in generator.integer(from: 0, below: 1 << 32) } == words)
        #expect(large.map { _ in generator.integer(from: 0, below: Int(Int32.max)) } == large)
        #expect(small.map { _ in generator.integer(from: 3, below: 10) } == small)
        #expect(generator.integer(from: 4, below: 5) == 4, "a range of one number")
        #expect(generator.integer(from: 0, below: 100) == last, "and it has drawn nothing")
    }

    @Test("numbers below 1 are those of random_sample")
    func uniform() {
        var generator = MersenneTwister(seed: 0)
        let drawn = (0..<5).map { _ in generator.uniform() }
        #expect(
            drawn == [
                0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969, 0.4236547993389047,
            ])
        #expect(generator.next() == 2_774_094_101, "ten words were drawn")
    }

    @Test(
        "shuffling 0..<n gives RandomState(seed).permutation(n)",
        arguments: [
            (UInt32(0), [0]),
            (7, [0, 1]),
            (0, [2, 0, 1, 3, 4]),
            (1, [2, 9, 6, 4, 0, 3, 1, 7, 8, 5]),
            (42, [0, 1, 5, 15, 11, 14, 8, 13, 2, 9, 16, 4, 7, 10, 12, 3, 6]),
            (4_294_967_295, [6, 9, 5, 1, 8, 0, 7, 4, 2, 3]),
        ] as [(UInt32, [Int])])
    func permutation(seed: UInt32, expected: [Int]) {
        #expect(permutation(of: expected.count, seed: seed) == expected)
    }

    @Test("also for as many rows as the movie reviews have")
    func largePermutation() {
        let order = permutation(of: 50_000, seed: 0)
        #expect(order.prefix(5) == [11841, 19602, 45519, 25747, 42642])
        #expect(order.suffix(5) == [21243, 45891, 42613, 43567, 2732])
        // Each number times its place, reduced and added up, as NumPy has it.
        #expect(order.enumerated().reduce(0) { $0 + $1.offset * $1.element % 1_000_003 } == 24_945_424_823)
    }

    @Test("a copy goes on by itself")
    func copies() {
        var generator = MersenneTwister(seed: 3)
        _ = generator.next()
        var copy = generator
        let words = (0..<1000).map { _ in generator.next() }
        #expect((0..<1000).map { _ in copy.next() } == words)
    }

    private func permutation(of count: Int, seed: UInt32) -> [Int] {
        var generator = MersenneTwister(seed: seed)
        var order = Array(0..<count)
        generator.shuffle(count: count) { order.swapAt($0, $1) }
        return order
    }
}

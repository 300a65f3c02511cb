import Learning
import Testing

@Suite("SampleOrder visits rows as scikit-learn does")
struct SampleOrderTests {
    @Test(
        "the seed of one problem is the second draw",
        arguments: [(UInt32(0), UInt32(398_764_591)), (1, 2_135_392_491), (42, 1_273_642_419)])
    func seedOfOneProblem(randomState: UInt32, seed: UInt32) {
        #expect(SampleOrder.seeds(randomState: randomState, problems: 1) == [seed])
    }

    @Test("several problems have generators of their own")
    func seedsOfThreeProblems() {
        #expect(
            SampleOrder.seeds(randomState: 1, problems: 3) == [1_938_847_964, 2_046_375_892, 160_734_893])
    }

    @Test("an epoch shuffles what the epoch before left, with the same seed")
    func epochs() {
        var order = SampleOrder(count: 10)
        #expect(order.rows == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        order.shuffle(seed: 2_135_392_491)
        #expect(order.rows == [2, 1, 8, 9, 7, 0, 6, 5, 3, 4])
        order.shuffle(seed: 2_135_392_491)
        #expect(order.rows == [8, 1, 3, 4, 5, 2, 6, 0, 9, 7])
    }

    @Test("no row is lost", arguments: [0, 1, 2, 3, 1000], [UInt32(0), 1, .max])
    func isPermutation(count: Int, seed: UInt32) {
        var order = SampleOrder(count: count)
        order.shuffle(seed: seed)
        #expect(order.rows.sorted() == Array(0..<Int32(count)))
    }
}

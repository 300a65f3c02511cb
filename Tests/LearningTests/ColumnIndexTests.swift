import Learning
import RandomNumbers
import Testing

@Suite("ColumnIndex")
struct ColumnIndexTests {
    @Test("columns are numbered as they first occur")
    func order() {
        var index = ColumnIndex()
        var positions: [Int32] = []
        index.insert([7, 3, 7, 2_147_483_646, 0, 3].span, positions: &positions)
        #expect(positions == [0, 1, 0, 2, 3, 1])
        #expect(index.columns == [7, 3, 2_147_483_646, 0])
        #expect(index.position(of: 0) == 3)
        #expect(index.position(of: 1) == nil)
        index.insert([1, 7].span, positions: &positions)
        #expect(positions.suffix(2) == [4, 0])
    }

    @Test("it stays right while it grows", arguments: [40, 5000, 2_147_483_647])
    func growth(nFeatures: Int) {
        var random = MersenneTwister(seed: 1)
        var index = ColumnIndex()
        var expected: [Int32: Int32] = [:]
        for _ in 0..<200 {
            let columns = (0..<30).map { _ in Int32(random.integer(from: 0, below: nFeatures)) }
            var positions: [Int32] = []
            index.insert(columns.span, positions: &positions)
            for (column, position) in zip(columns, positions) {
                let known = expected[column] ?? Int32(expected.count)
                expected[column] = known
                #expect(position == known)
            }
        }
        #expect(index.count == expected.count)
        for (column, position) in expected { #expect(index.position(of: column) == Int(position)) }
    }

    @Test("columns that share a home find their neighbours' slots")
    func collisions() {
        // Steps of 2^24 leave few different upper bits for the hash.
        let columns = (0..<127).map { Int32($0 << 24) }
        var index = ColumnIndex()
        var positions: [Int32] = []
        index.insert(columns.span, positions: &positions)
        #expect(columns.map { index.position(of: $0) } == Array(0..<127))
    }
}

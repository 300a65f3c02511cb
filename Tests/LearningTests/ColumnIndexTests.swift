import Learning
import RandomNumbers
import Testing

@Suite("ColumnIndex")
struct ColumnIndexTests {
    @Test("columns are numbered as they first occur")
    func order() {
        var index = ColumnIndex(nFeatures: Int(Int32.max))
        #expect(index.insert([7, 3, 7, 2_147_483_646, 0, 3].span) == [0, 1, 0, 2, 3, 1])
        #expect(index.columns == [7, 3, 2_147_483_646, 0])
        #expect(index.position(of: 0) == 3)
        #expect(index.position(of: 1) == nil)
        #expect(index.insert([1, 7].span) == [4, 0])
        #expect(index.positions(of: [5, 1, 2_147_483_645].span) == [-1, 4, -1])
    }

    @Test("it stays right while it grows", arguments: [1, 40, 4096, 5000, 2_147_483_647])
    func growth(nFeatures: Int) {
        var random = MersenneTwister(seed: 1)
        var index = ColumnIndex(nFeatures: nFeatures)
        var expected: [Int32: Int32] = [:]
        for _ in 0..<200 {
            let columns = (0..<30).map { _ in Int32(random.integer(from: 0, below: nFeatures)) }
            #expect(index.positions(of: columns.span) == columns.map { expected[$0] ?? -1 })
            let positions = index.insert(columns.span)
            #expect(index.positions(of: columns.span) == positions)
            for (column, position) in zip(columns, positions) {
                let known = expected[column] ?? Int32(expected.count)
                expected[column] = known
                #expect(position == known)
            }
        }
        #expect(index.count == expected.count)
        for (column, position) in expected { #expect(index.position(of: column) == Int(position)) }
    }

    @Test("many columns at a time, some again and again", arguments: [1, 700, 5000, 1 << 21, 2_147_483_647])
    func manyAtATime(nFeatures: Int) {
        var random = MersenneTwister(seed: 2)
        var index = ColumnIndex(nFeatures: nFeatures)
        var known: [Int32: Int32] = [:]
        for count in [1, 511, 512, 513, 0, 3000, 1024] {
            // Every third is one that came a little before.
            var columns: [Int32] = []
            for entry in 0..<count {
                let column = Int32(random.integer(from: 0, below: nFeatures))
                columns.append(entry % 3 == 2 ? columns[entry - 1 - entry % 2] : column)
            }
            let positions = index.insert(columns.span)
            for column in columns where known[column] == nil { known[column] = Int32(known.count) }
            #expect(positions == columns.map { known[$0] })
        }
        #expect(index.count == known.count)
    }

    @Test("columns that share a home find their neighbours' slots")
    func collisions() {
        // Steps of 2^24 leave few different upper bits for the hash.
        let columns = (0..<127).map { Int32($0 << 24) }
        var index = ColumnIndex(nFeatures: Int(Int32.max))
        #expect(index.insert(columns.span) == (0..<127).map { $0 })
        #expect(columns.map { index.position(of: $0) } == Array(0..<127))
    }

    @Test("columns that were chosen to share a home are numbered like others")
    func crowds() {
        // What 2^32 / φ makes 0, 1, 2 and so on of, as far as columns go.
        let inverse: UInt32 = 340_573_321
        let columns = (0..<6000).map { inverse &* $0 }.filter { $0 <= Int32.max }.map { Int32($0) }
        #expect(columns.allSatisfy { UInt32($0) &* 2_654_435_769 < 6000 } && columns.count > 2000)
        var index = ColumnIndex(nFeatures: Int(Int32.max))
        var positions: [Int32] = []
        for start in stride(from: 0, to: columns.count, by: 500) {
            positions += index.insert(Array(columns[start..<min(start + 500, columns.count)]).span)
        }
        #expect(positions == (0..<Int32(columns.count)).map { $0 })
        #expect(index.columns == columns)
        #expect(index.positions(of: columns.span) == positions)
        #expect(columns.map { index.position(of: $0) } == positions.map { Int($0) })
        #expect(index.position(of: 5) == nil)
    }
}

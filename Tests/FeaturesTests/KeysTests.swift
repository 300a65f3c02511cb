import CFeatures
import TestSupport
import Testing

@testable import Features

/// Keys sorted and added up in every way that this processor has, beside the standard library and a plain loop.
@Suite struct KeysTests {
    /// Around the sizes of networks and blocks.
    private static let counts =
        Array(0...70) + [127, 128, 129, 144, 255, 256, 257, 272, 273, 320, 384, 385, 511, 512, 513, 528, 640, 767, 769]
        + [1023, 1024, 1025, 1281, 1300, 2047, 2048, 2049, 2305, 3000, 3841, 4080, 4095, 4096]

    /// Keys of all kinds: equal ones, in order, of few columns with both signs, with a crowd, and those of all 32 bits.
    private static func keys(_ count: Int, _ random: inout SystemRandomNumberGenerator) -> [[UInt32]] {
        let ascending = (0..<UInt32(count)).map { 3 * $0 }
        let top = UInt32(Int32.max) * 2 - 1
        return [
            Array(repeating: 0, count: count), Array(repeating: top, count: count),
            Array(repeating: .max, count: count), ascending, ascending.reversed(), ascending.map { top - $0 },
            ascending.map { $0 % 7 }, ascending.map { _ in .random(in: 0...1, using: &random) },
            ascending.map { $0 / 200 * 2 + $0 % 3 % 2 }, ascending.map { top - $0 % 2 },
            ascending.map { _ in .random(in: 0...UInt32(count), using: &random) },
            ascending.map { _ in .random(in: .min ... .max, using: &random) },
            ascending.map { _ in .random(in: 0..<1 << 22, using: &random) },
            ascending.map { Bool.random(using: &random) ? $0 : .random(in: top - 5...(.max), using: &random) },
        ]
    }

    @Test func `sorted keys are in order, and nothing is read or written behind their room`() throws {
        let instructions = HashingVectorizer.bestInstructions
        var random = SystemRandomNumberGenerator()
        for count in Self.counts {
            let padding = Int(features_keys_padding)
            for keys in Self.keys(count, &random) {
                try unsafe withElementsAtBorder(UInt32.self, count: (count + padding - 1) / padding * padding) { room in
                    for index in room.indices { unsafe room[index] = index < count ? keys[index] : UInt32(index % 3) }
                    guard unsafe features_sort_keys(room.baseAddress, count, instructions) else { return }
                    #expect(unsafe Array(room[..<count]) == keys.sorted(), "\(count)")
                }
            }
        }
    }

    @Test func `what the instructions are not for is left as it is`() {
        let many = Int(features_most_keys) + 1
        for (count, instructions) in everyInstructions.map({ (many, $0) }) + [(20, features_instructions_avx2)] {
            let keys = (0..<UInt32(count + 300)).map { 7 &* ~$0 }
            var (sorted, columns) = (keys, [Int32](repeating: 7, count: keys.count))
            var (sums, result) = ([Int8](repeating: 7, count: keys.count), features_sums())
            #expect(unsafe !features_sort_keys(&sorted, count, instructions) && sorted == keys)
            #expect(unsafe !features_add_up_keys(keys, count, &columns, &sums, &result, instructions))
        }
    }

    @Test(arguments: everyInstructions) func `counters sort by column`(_ instructions: features_instructions) {
        var random = SystemRandomNumberGenerator()
        for nFeatures in [1, 2, 3, 1000, 1 << 20, 1_000_003, Int(Int32.max)] {
            var counter = ColumnCounter(nFeatures: nFeatures, instructions: instructions)
            for count in Self.counts + [4097, 9000] {
                let most = UInt32(2 * nFeatures - 1)
                let crowd = UInt32.random(in: 0...most, using: &random)
                let keys = (0..<count).map { index in
                    index % 3 == 0 ? crowd : UInt32.random(in: 0...most, using: &random)
                }
                counter.set(count: count) { keys[$0] }
                counter.sort()
                #expect(counter.count == count && counter.keys.prefix(count) == keys.sorted()[...])
            }
        }
    }

    /// The row of sorted keys, one key at a time.
    private static func plainSums(_ keys: [UInt32]) -> (columns: [Int32], sums: [Int]) {
        var (columns, sums): ([Int32], [Int]) = ([], [])
        for key in keys {
            let column = Int32(bitPattern: key >> 1)
            if columns.last != column {
                columns.append(column)
                sums.append(0)
            }
            sums[sums.count - 1] += key & 1 == 1 ? -1 : 1
        }
        return (columns, sums)
    }

    /// Expects the sums of sorted keys, their codes, and nothing behind the room for them.
    private static func expectSums(_ keys: [UInt32], _ instructions: features_instructions) throws {
        let expected = plainSums(keys)
        let room = keys.count + Int(features_row_padding)
        var row = features_sums()
        var (columns, sums): ([Int32], [Int8]) = ([], [])
        let isDone = try unsafe withElementsAtBorder(UInt32.self, count: keys.count) { source in
            for index in keys.indices { unsafe source[index] = keys[index] }
            return try unsafe withElementsAtBorder(Int32.self, count: room) { columnRoom in
                try unsafe withElementsAtBorder(Int8.self, count: room) { sumRoom in
                    let isDone = unsafe features_add_up_keys(
                        source.baseAddress, keys.count, columnRoom.baseAddress, sumRoom.baseAddress, &row, instructions)
                    columns = unsafe Array(columnRoom[..<min(row.columns, room)])
                    sums = unsafe Array(sumRoom[..<min(row.columns, room)])
                    return isDone
                }
            }
        }
        #expect(isDone == expected.sums.allSatisfy { abs($0) <= 127 })
        guard isDone else { return }
        #expect(columns == expected.columns && sums.map { Int($0) } == expected.sums)
        #expect(Int(row.absolute) == expected.sums.reduce(0) { $0 + abs($1) })
        #expect(Int(row.squares) == expected.sums.reduce(0) { $0 + $1 * $1 })
        try expectCodes(sums, instructions)
    }

    private static func expectCodes(_ sums: [Int8], _ instructions: features_instructions) throws {
        var different: [Int8] = []
        for sum in sums where !different.contains(sum) { different.append(sum) }
        var found = [Int8](repeating: 0, count: 256)
        try unsafe withElementsAtBorder(Int8.self, count: sums.count) { source in
            for index in sums.indices { unsafe source[index] = sums[index] }
            try unsafe withElementsAtBorder(UInt8.self, count: sums.count) { codes in
                let known = unsafe features_encode(
                    source.baseAddress, sums.count, codes.baseAddress, &found, instructions)
                #expect(found[..<known] == different[...])
                #expect(unsafe codes.map { found[Int($0)] } == sums)
            }
        }
    }

    @Test(
        .enabled(if: HashingVectorizer.bestInstructions == features_instructions_avx512), arguments: 0..<4)
    func `sums and codes are those of one key after another`(round: Int) throws {
        var random = SystemRandomNumberGenerator()
        for count in Self.counts where count % 4 == round {
            for keys in Self.keys(count, &random) {
                try Self.expectSums(keys.sorted(), features_instructions_avx512)
            }
        }
        for most in [1, 3, 40, 126, 127, 128, 300] {
            let runs = (1...UInt32(most)).shuffled(using: &random).prefix(20).enumerated()
            let keys = runs.flatMap { column, count in
                (0..<count).map { UInt32(2 * column) + ($0 % 40 == 39 || column % 2 == 1 ? 1 : 0) }
            }
            try Self.expectSums(keys.sorted(), features_instructions_avx512)
        }
        for count in [1, 63, 64, 65, 256, 300, 1000] {
            try Self.expectCodes((0..<count).map { Int8(truncatingIfNeeded: $0 * 7) }, features_instructions_avx512)
        }
    }
}

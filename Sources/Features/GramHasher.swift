import Text

/// The hashes of many grams, side by side.
///
/// What a hash costs is not its arithmetic but the branches on the gram's length, which nothing predicts. Grams are
/// therefore hashed in the order of their numbers of blocks, all of two after all of one, and the bytes that are left over
/// are cut off by a mask.
struct GramHasher: Sendable {
    /// The hash of each gram in its first `count` elements, in an order that means nothing.
    private(set) var hashes: [Int32] = []
    /// How many grams were hashed last.
    private(set) var count = 0
    /// The bounds of the grams by their numbers of blocks.
    private var ordered: [UInt64] = []
    /// Where the grams of each number of blocks go next.
    private var places = [Int](repeating: 0, count: mostBlocks + 1)

    /// Grams of this many blocks of four bytes and more are not told apart.
    private static let mostBlocks = 15

    /// Hashes the grams of a list in the place of an earlier list's.
    ///
    /// - Complexity: O(*n*) in the bytes of the grams; nothing is allocated once the buffers have grown.
    mutating func hash(_ list: GramList) {
        let grams = list.grams.span
        count = grams.count
        if ordered.count < count {
            ordered = [UInt64](repeating: 0, count: 2 * count)
            hashes = [Int32](repeating: 0, count: 2 * count)
        }
        Self.order(grams, by: &places, into: &ordered)
        let ordered = ordered
        Self.hash(ordered.span.extracting(first: count), in: list.bytes.span, into: &hashes)
    }

    private static func hash(_ ordered: Span<UInt64>, in bytes: Span<UInt8>, into hashes: inout [Int32]) {
        var hashes = hashes.mutableSpan
        for index in ordered.indices {
            let bounds = unsafe ordered[unchecked: index]
            let (start, end) = (Int(truncatingIfNeeded: bounds & 0xFFFF_FFFF), Int(truncatingIfNeeded: bounds >> 32))
            unsafe hashes[unchecked: index] = MurmurHash3.hash(paddedBytes: bytes, from: start, to: end)
        }
    }

    /// Brings grams into the order of their numbers of blocks.
    private static func order(_ grams: Span<GramList.Gram>, by places: inout [Int], into ordered: inout [UInt64]) {
        var places = places.mutableSpan
        var ordered = ordered.mutableSpan
        for blocks in places.indices { places[blocks] = 0 }
        for index in grams.indices { unsafe places[unchecked: blocks(grams[unchecked: index].bounds)] &+= 1 }
        var sum = 0
        for blocks in places.indices {
            let number = places[blocks]
            places[blocks] = sum
            sum += number
        }
        for index in grams.indices {
            let bounds = unsafe grams[unchecked: index].bounds
            let blocks = blocks(bounds)
            unsafe ordered[unchecked: places[unchecked: blocks]] = bounds
            unsafe places[unchecked: blocks] &+= 1
        }
    }

    @inline(__always)
    private static func blocks(_ bounds: UInt64) -> Int {
        min(Int(truncatingIfNeeded: ((bounds >> 32) &- (bounds & 0xFFFF_FFFF)) >> 2), mostBlocks)
    }
}

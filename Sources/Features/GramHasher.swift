import CFeatures
import Text

/// The hashes of many grams, side by side.
struct GramHasher: Sendable {
    /// The hash of each gram in its first `count` elements.
    private(set) var hashes: [Int32] = []
    /// How many grams were hashed last.
    private(set) var count = 0
    private let instructions: features_instructions

    init(instructions: features_instructions) {
        self.instructions = instructions
    }

    /// Hashes the grams of a list in the place of an earlier list's.
    ///
    /// - Complexity: O(*n*) in the bytes of the grams; nothing is allocated once the buffers have grown.
    mutating func hash(_ list: GramList) {
        count = list.grams.count
        if hashes.count < count { hashes = [Int32](repeating: 0, count: 2 * count) }
        // Every gram ends before the padding: see `GramList.padding`.
        precondition(GramList.padding >= features_gram_padding)
        unsafe list.grams.withUnsafeBytes { grams in
            unsafe list.bytes.withUnsafeBufferPointer { bytes in
                unsafe hashes.withUnsafeMutableBufferPointer { hashes in
                    guard let bytes = bytes.baseAddress, let hashes = hashes.baseAddress else { return }
                    let bounds = unsafe grams.assumingMemoryBound(to: UInt64.self)
                    unsafe features_hash_grams(bytes, bounds.baseAddress, count, hashes, instructions)
                }
            }
        }
    }
}

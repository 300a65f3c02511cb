import Feedback
import Files
import ModelFiles
import Values

/// Takes the digests of applied rows, block by block in the order of their numbers.
///
/// A digest is SHA-256 over the rows' canonical bytes, one row after the other.
///
/// - Complexity: O(*n*) for *n* bytes of text; holds a fixed amount of bytes besides the blocks.
final class BlockDigester {
    /// The blocks that are complete.
    private(set) var blocks: [Watermark.Block] = []
    /// How many rows the block at hand has so far.
    private(set) var openRows = 0

    private let classes: [Label]
    private var hasher = SHA256Hasher()
    /// Canonical bytes that the hasher has not seen yet: hashing small pieces one by one costs more than copying them.
    private var buffer: [UInt8] = []
    private var firstRow: Int64 = 0
    private var lastRow: Int64 = 0

    private static let bufferLimit = 1 << 16

    init(classes: [Label]) {
        self.classes = classes
    }

    /// The number of rows in all blocks, with the one at hand.
    var rows: Int { blocks.reduce(openRows) { $0 + $1.rows } }

    /// Takes in a row and completes the block when it is full.
    func append(_ row: FeedbackRow) {
        add(row)
        if openRows >= Watermark.blockRows { completeBlock() }
    }

    /// Takes in a row, however many the block at hand has.
    func add(_ row: FeedbackRow) {
        if openRows == 0 { firstRow = row.number }
        lastRow = row.number
        openRows += 1
        row.appendCanonicalBytes(to: &buffer, classes: classes)
        if buffer.count >= Self.bufferLimit { flush() }
    }

    /// The block at hand as it would be if it ended here; an empty one has row numbers 0.
    var openBlock: Watermark.Block {
        flush()
        return Watermark.Block(firstRow: firstRow, lastRow: lastRow, rows: openRows, sha256: hasher.hexSoFar())
    }

    /// All blocks, the last of which may not be full.
    var allBlocks: [Watermark.Block] { openRows == 0 ? blocks : blocks + [openBlock] }

    /// Ends the block at hand, also when it is empty.
    func completeBlock() {
        blocks.append(openBlock)
        hasher = SHA256Hasher()
        (openRows, firstRow, lastRow) = (0, 0, 0)
    }

    private func flush() {
        hasher.update(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

import Feedback
import Files
import ModelFiles
import Values

/// Takes the digests of applied rows, block by block in the order of their numbers, beside the work of who has the rows.
///
/// A digest is SHA-256 over the rows' canonical bytes, one row after the other.
///
/// - Complexity: O(*n*) for *n* bytes of text; holds a fixed amount of bytes besides the blocks.
final class BlockDigester {
    /// How many rows the block at hand has so far.
    var openRows: Int { open.rows }

    private let classes: [Label]
    private let hash = BackgroundSHA256()
    /// Canonical bytes that are not handed over yet.
    private var buffer: [UInt8] = []
    private var complete: [Extent] = []
    private var open = Extent()

    /// A block but for its digest.
    private struct Extent {
        var firstRow: Int64 = 0
        var lastRow: Int64 = 0
        var rows = 0

        func block(_ sha256: String) -> Watermark.Block {
            Watermark.Block(firstRow: firstRow, lastRow: lastRow, rows: rows, sha256: sha256)
        }
    }

    init(classes: [Label]) {
        self.classes = classes
    }

    /// The number of rows in all blocks, with the one at hand.
    var rows: Int { complete.reduce(openRows) { $0 + $1.rows } }

    /// Takes in a row that is lent and completes the block when it is full.
    func append(_ row: FeedbackRow.Outline, _ text: Span<UInt8>) {
        add(row, text)
        completeFullBlock()
    }

    /// Takes in a row that is lent, however many the block at hand has.
    func add(_ row: FeedbackRow.Outline, _ text: Span<UInt8>) {
        extend(to: row.number)
        row.appendCanonicalBytes(of: text, to: &buffer, classes: classes)
        hash.take(&buffer)
    }

    /// Has whoever brings rows take their digests, too.
    func endBackground() { hash.endBackground() }

    /// The blocks that are complete, once their digests are taken.
    var blocks: [Watermark.Block] { zip(complete, hash.endedDigests()).map { $0.block($1) } }

    /// The block at hand as it would be if it ended here, once its digest is taken; an empty one has row numbers 0.
    var openBlock: Watermark.Block {
        flush()
        return open.block(hash.hexSoFar())
    }

    /// All blocks, the last of which may not be full.
    var allBlocks: [Watermark.Block] { openRows == 0 ? blocks : blocks + [openBlock] }

    /// Ends the block at hand, also when it is empty.
    func completeBlock() {
        flush()
        hash.endDigest()
        complete.append(open)
        open = Extent()
    }

    private func completeFullBlock() {
        if openRows >= Watermark.blockRows { completeBlock() }
    }

    private func extend(to row: Int64) {
        if openRows == 0 { open.firstRow = row }
        open.lastRow = row
        open.rows += 1
    }

    private func flush() {
        if !buffer.isEmpty { hash.update(buffer) }
        buffer.removeAll()
    }
}

import Feedback
import ModelFiles
import Values

/// Compares applied rows, as they come, with the blocks that a watermark recorded.
struct BlockVerifier {
    /// The digests so far; after `finish()`, the recorded blocks under their present numbers, of which the last, when
    /// it is not full, can take in more rows.
    let digester: BlockDigester

    private let recorded: [Watermark.Block]
    private let byNumber: Bool
    private var index = 0
    /// The last recorded block as it is now, where it stays open.
    private var open: Watermark.Block?

    /// Compares with `recorded` blocks, each of which ends at its last row's number (`byNumber`), so that a deleted row
    /// changes one block only, or after as many rows as it had.
    init(_ recorded: [Watermark.Block], byNumber: Bool, classes: [Label]) {
        self.recorded = recorded
        self.byNumber = byNumber
        digester = BlockDigester(classes: classes)
    }

    /// Takes in the next applied row; `text` are the bytes of its text.
    mutating func add(_ row: FeedbackRow.Outline, _ text: Span<UInt8>) {
        while index < recorded.count, isPast(recorded[index], row) { endBlock() }
        digester.add(row, text)
    }

    /// Says how many blocks match and which do not.
    mutating func finish() -> (matching: Int, differing: [Watermark.Block]) {
        while index < recorded.count { endBlock() }
        // Not one by one as they end: the digests are taken beside the reading.
        let present = digester.blocks + (open.map { [$0] } ?? [])
        let differing = zip(recorded, present)
            .filter { $0.rows != $1.rows || $0.sha256 != $1.sha256 }
            .map(\.0)
        return (recorded.count - differing.count, differing)
    }

    private func isPast(_ block: Watermark.Block, _ row: FeedbackRow.Outline) -> Bool {
        byNumber ? row.number > block.lastRow : digester.openRows >= block.rows
    }

    private mutating func endBlock() {
        index += 1
        // The last block stays open when there is room in it, for the rows that come next.
        if index < recorded.count || digester.openRows >= Watermark.blockRows {
            digester.completeBlock()
        } else {
            open = digester.openBlock
        }
    }
}

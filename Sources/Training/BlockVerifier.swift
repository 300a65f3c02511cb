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
    private var matching = 0
    private var differing: [Watermark.Block] = []

    /// Compares with `recorded` blocks, each of which ends at its last row's number (`byNumber`), so that a deleted row
    /// changes one block only, or after as many rows as it had.
    init(_ recorded: [Watermark.Block], byNumber: Bool, classes: [Label]) {
        self.recorded = recorded
        self.byNumber = byNumber
        digester = BlockDigester(classes: classes)
    }

    /// Takes in the next applied row.
    mutating func add(_ row: FeedbackRow) {
        while index < recorded.count, isPast(recorded[index], row) { compare() }
        digester.add(row)
    }

    /// Compares what is left and says how many blocks match and which do not.
    mutating func finish() -> (matching: Int, differing: [Watermark.Block]) {
        while index < recorded.count { compare() }
        return (matching, differing)
    }

    private func isPast(_ block: Watermark.Block, _ row: FeedbackRow) -> Bool {
        byNumber ? row.number > block.lastRow : digester.openRows >= block.rows
    }

    private mutating func compare() {
        let block = recorded[index]
        let present = digester.openBlock
        if present.rows == block.rows, present.sha256 == block.sha256 {
            matching += 1
        } else {
            differing.append(block)
        }
        index += 1
        // The last block stays open when there is room in it, for the rows that come next.
        if index < recorded.count || present.rows >= Watermark.blockRows { digester.completeBlock() }
    }
}

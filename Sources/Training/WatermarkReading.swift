import Feedback
import Files
import ModelFiles
import Values

/// What a watermark says about the rows that are in a database now, found by reading them once.
struct WatermarkReading {
    /// How the rows that were applied were told from those that were refused.
    let layout: Layout
    /// How many of the recorded blocks have their rows as they were.
    private(set) var matching = 0
    /// The recorded blocks whose rows are changed or gone.
    private(set) var differing: [Watermark.Block] = []
    /// The digests of the rows that count as applied from now on, ready to go on with the rows after `lastRow`.
    private(set) var digester: BlockDigester
    /// Rows that were refused and can be learned now.
    private(set) var mended: [MendedRow] = []
    /// Rows that were refused and still cannot be learned.
    private(set) var refused: [Watermark.Refused] = []
    /// How many rows there are up to `lastRow`.
    private(set) var rows = 0
    /// The number of the last row that the watermark covers.
    private(set) var lastRow = Int64.min
    /// Where the reading ended, for the reading that follows.
    private(set) var place: FeedbackCursor.Place?
    /// The labels of the rows up to `lastRow`.
    private(set) var labels = LabelTally()

    /// A refused row that can be learned now.
    struct MendedRow: Hashable {
        /// Its number.
        var number: Int64
        /// SHA-256 over its canonical bytes when it was found mended.
        var sha256: [UInt8]
    }

    /// Whether all that was applied is there as it was.
    var isUnchanged: Bool { differing.isEmpty }
    /// How many applied rows are in blocks that differ.
    var rowsChanged: Int { differing.reduce(0) { $0 + $1.rows } }

    /// Reads the rows of `store` that `watermark` covers, up to the row number `bound`.
    ///
    /// When `rebuilding`, the blocks are cut anew from the rows as they are now, the mended ones among them. Otherwise
    /// they are the recorded ones, which is right when nothing was mended or changed and spares a second hash of every
    /// row.
    ///
    /// - Complexity: O(*n*) for *n* bytes of the rows covered; memory does not grow with them.
    init(
        of watermark: Watermark, layout: Layout, in store: FeedbackStore, through bound: Int64, classes: [Label],
        rebuilding: Bool, monitor: (any WorkMonitor)?
    ) throws(UpdateError) {
        self.layout = layout
        digester = BlockDigester(classes: classes)
        var selection = RowSelection(watermark, layout)
        var verifier = BlockVerifier(watermark.blocks, byNumber: layout == .byNumber, classes: classes)
        var stream = try RowStream(store, reading: [.all(through: bound)], monitor: monitor)
        try stream.forEach { row, text in
            let isGood = row.defect(classes: classes) == nil
            switch selection.choose(row.number, position: rows, isGood: isGood) {
            case .beyond: return false
            case .applied:
                verifier.add(row, text)
                if rebuilding { digester.append(row, text) }
            case .refused where isGood:
                mended.append(MendedRow(number: row.number, sha256: row.sha256(of: text, classes: classes)))
                if rebuilding { digester.append(row, text) }
            case .refused:
                refused.append(Watermark.Refused(row: row.number, position: rows))
            }
            labels.add(row.label)
            rows += 1
            lastRow = row.number
            return true
        }
        place = stream.place
        (matching, differing) = verifier.finish()
        if !rebuilding { digester = verifier.digester }
    }
}

extension FeedbackRow.Outline {
    /// SHA-256 over the row's canonical bytes; `text` are those of its text.
    func sha256(of text: Span<UInt8>, classes: [Label]) -> [UInt8] {
        var bytes: [UInt8] = []
        appendCanonicalBytes(of: text, to: &bytes, classes: classes)
        return SHA256Hasher.digest(of: bytes)
    }
}

extension SHA256Hasher {
    fileprivate static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finish()
    }
}

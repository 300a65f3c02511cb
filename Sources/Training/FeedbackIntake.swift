import Feedback
import ModelFiles
import Values

/// What an update makes of the rows that it reads: documents, digests, and lists of those that cannot be learned.
struct FeedbackIntake {
    private let path: String
    private let classes: [Label]
    private let stopsAtBadRows: Bool
    private let digester: BlockDigester
    /// The contents of mended rows as `digester` has taken them in already.
    private let mended: [Int64: [UInt8]]
    /// Those of them that have not been met yet.
    private var awaited: Set<Int64>
    /// Rows refused by earlier updates; they do not stop this one.
    private let known: Set<Int64>
    private var position: Int

    /// The number of the first row that no earlier update has met.
    private(set) var firstRow: Int64?
    /// The number of the last row that this update or an earlier one has met.
    private(set) var lastRow: Int64
    /// How many rows can be learned.
    private(set) var rows = 0
    /// Rows that cannot be learned.
    private(set) var refused: [Watermark.Refused]
    /// Those of them that no earlier update has met.
    private(set) var newlyRefused: [RefusedRow] = []
    /// Whether a bad row has stopped the learning: the others are read to know all bad ones.
    private(set) var isStopped = false

    init(of update: Update, survey: FeedbackSurvey, classes: [Label], path: String) {
        self.path = path
        self.classes = classes
        stopsAtBadRows = update.badRows == .stop
        known = Set(survey.reading?.refused.map(\.row) ?? [])
        if let reading = survey.reading, !update.again {
            digester = reading.digester
            mended = Dictionary(uniqueKeysWithValues: reading.mended.map { ($0.number, $0.sha256) })
            (refused, position, lastRow) = (reading.refused, reading.rows, reading.lastRow)
        } else {
            digester = BlockDigester(classes: classes)
            (mended, refused, position, lastRow) = ([:], [], 0, .min)
        }
        awaited = Set(mended.keys)
    }

    /// Has whoever brings rows take their digests, too, within the lock that lends them: 0.1 ms for 64 kB of texts.
    func endBackground() { digester.endBackground() }

    /// How many of the rows to be learned had been refused before.
    var rowsMended: Int { mended.count }

    /// Takes a row in, with the bytes of its text, and returns its label, or `nil` where it cannot be learned.
    mutating func take(_ row: FeedbackRow.Outline, _ text: Span<UInt8>) throws(FeedbackError) -> Label? {
        let label = row.text == .text ? row.label.label(among: classes) : nil
        if let digest = mended[row.number] {
            guard let label, row.sha256(of: text, classes: classes) == digest else {
                throw .changedWhileReading(path: path, row: row.number)
            }
            awaited.remove(row.number)
            rows += 1
            return label
        }
        defer { position += 1 }
        lastRow = row.number
        if firstRow == nil { firstRow = row.number }
        if let label {
            digester.append(row, text)
            rows += 1
            return label
        }
        refused.append(Watermark.Refused(row: row.number, position: position))
        if !known.contains(row.number), let defect = row.defect(classes: classes) {
            newlyRefused.append(RefusedRow(number: row.number, defect: defect))
            isStopped = stopsAtBadRows
        }
        return nil
    }

    /// Checks that all rows have come which had to: a mended row that was deleted since would count as learned.
    func checkEnd() throws(FeedbackError) {
        if let row = awaited.min() { throw .changedWhileReading(path: path, row: row) }
    }

    /// The watermark that holds once these rows are learned.
    ///
    /// `formerPaths` are those that the database had before.
    func watermark(formerPaths: [String]) -> Watermark? {
        let blocks = digester.allBlocks
        guard !blocks.isEmpty || !refused.isEmpty else { return nil }
        return Watermark(
            database: path, formerPaths: formerPaths, lastRow: lastRow, rows: digester.rows, blocks: blocks,
            refused: refused)
    }
}

import Feedback
import ModelFiles
import Values

/// The second half of an update: pending rows are read and learned, batch by batch.
struct FeedbackApplication {
    private let update: Update
    private let path: String
    private let classes: [Label]
    private let ranges: [RowNumbers]
    /// The largest row number that is read.
    private let bound: Int64
    private let digester: BlockDigester
    /// The contents of mended rows as `digester` has taken them in already.
    private let mended: [Int64: [UInt8]]
    /// Those of them that have not been met yet.
    private var awaited: Set<Int64>
    private let place: FeedbackCursor.Place?
    /// Rows refused by earlier updates; they do not stop this one.
    private let known: Set<Int64>

    /// The number of the first row that no earlier update has met.
    private var firstRow: Int64?
    /// Whether a bad row has stopped the learning: the others are read to know all bad ones.
    private var isStopped = false
    /// How many documents the batch at hand has.
    private var count = 0
    /// What is to be said of the batches that are read and not yet learned.
    private var read = Queue<Update.Batch>()
    private var refused: [Watermark.Refused]
    private var newlyRefused: [RefusedRow] = []
    private var position: Int
    private var applied = 0
    private var rowsRead = 0
    private var batchesRead = 0
    private var lastRow: Int64
    private var longestReadLock = Duration.zero

    init(of update: Update, survey: FeedbackSurvey, classes: [Label], path: String) {
        self.update = update
        self.path = path
        self.classes = classes
        known = Set(survey.reading?.refused.map(\.row) ?? [])
        bound = survey.bound ?? .min
        if let reading = survey.reading, !update.again {
            ranges =
                RowNumbers.covering(reading.mended.map(\.number))
                + [RowNumbers(after: reading.lastRow, through: bound)]
            digester = reading.digester
            mended = Dictionary(uniqueKeysWithValues: reading.mended.map { ($0.number, $0.sha256) })
            (refused, position, lastRow) = (reading.refused, reading.rows, reading.lastRow)
        } else {
            ranges = [.all(through: bound)]
            digester = BlockDigester(classes: classes)
            (mended, refused, position, lastRow) = ([:], [], 0, .min)
        }
        awaited = Set(mended.keys)
        place = survey.reading?.place
    }

    /// Reads and learns all pending rows, which become batches ahead of learning.
    mutating func run<Learner: FeedbackLearner>(
        on learner: inout Learner, from store: FeedbackStore, monitor: (any WorkMonitor)?,
        afterBatch: (Update.Batch) -> Void
    ) throws(UpdateError) {
        var source = try BatchSource(
            store, reading: ranges, following: place, fetch: update.fetch, batchSize: update.batchSize)
        var maker = learner.maker
        let ahead = BatchesAhead(maker, batchSize: update.fetch.batchSize(update.batchSize))
        defer { ahead.close() }
        var isOver = false
        while true {
            while !isOver, isStopped || !ahead.isFull {
                isOver = try !readMore(from: &source, to: ahead)
                if monitor?.isInterrupted == true { throw .interrupted }
                // Nothing is ever ahead where nothing is learned.
                if update.dryRun { break }
            }
            if monitor?.isInterrupted == true { throw .interrupted }
            if update.dryRun || isStopped {
                (applied, read) = (rowsRead, Queue())
                if isOver { break }
            } else {
                guard var made = ahead.next(with: &maker, isLast: isOver) else {
                    if isOver { break }
                    continue
                }
                do {
                    try learner.partialFit(taking: &made.batch, labels: made.labels)
                } catch {
                    throw .learning(error)
                }
                ahead.recycle(&made.batch)
                if let batch = read.popFirst() {
                    applied = batch.rowsApplied
                    afterBatch(batch)
                }
            }
            tell(monitor)
        }
        if isStopped { throw .badRows(path: path, rows: newlyRefused) }
        // A mended row that was deleted since would count as learned.
        if let row = awaited.min() { throw .feedback(.changedWhileReading(path: path, row: row)) }
    }

    /// Tells who waits how far the reading has come: nobody has counted the rows, but their numbers are known.
    private func tell(_ monitor: (any WorkMonitor)?) {
        guard let monitor, let firstRow else { return }
        let (others, isTooLarge) = bound.subtractingReportingOverflow(firstRow)
        if isTooLarge || others == .max {
            monitor.advance(to: applied, of: nil, unit: "rows")
        } else {
            monitor.advance(to: Int(lastRow - firstRow) + 1, of: Int(others) + 1, unit: "row numbers")
        }
    }

    /// Reads some rows, and hands their documents on; `false` at the end.
    private mutating func readMore(
        from source: inout BatchSource, to ahead: BatchesAhead<some BatchMaker>
    ) throws(UpdateError) -> Bool {
        let rows = try source.next()
        longestReadLock = source.longestReadLock
        for row in rows {
            guard let document = try take(row) else { continue }
            count += 1
            rowsRead += 1
            if !update.dryRun, !isStopped { ahead.add(document) }
            if count == source.batchSize { endBatch(of: ahead) }
        }
        if rows.isEmpty {
            if count > 0 { endBatch(of: ahead) }
            ahead.submit()
        }
        return !rows.isEmpty
    }

    private mutating func endBatch(of ahead: BatchesAhead<some BatchMaker>) {
        batchesRead += 1
        read.append(Update.Batch(number: batchesRead, rowsApplied: rowsRead, lastRow: lastRow))
        if !update.dryRun, !isStopped { ahead.endBatch() }
        count = 0
    }

    /// The document of a row, or `nil` where it cannot be learned.
    private mutating func take(_ row: FeedbackRow) throws(UpdateError) -> Document? {
        if let digest = mended[row.number] {
            guard row.sha256(classes: classes) == digest, let document = row.document(classes: classes) else {
                throw .feedback(.changedWhileReading(path: path, row: row.number))
            }
            awaited.remove(row.number)
            return document
        }
        defer { position += 1 }
        lastRow = row.number
        if firstRow == nil { firstRow = row.number }
        if let document = row.document(classes: classes) {
            digester.append(row)
            return document
        }
        refused.append(Watermark.Refused(row: row.number, position: position))
        if !known.contains(row.number), let defect = row.defect(classes: classes) {
            newlyRefused.append(RefusedRow(number: row.number, defect: defect))
            isStopped = update.badRows == .stop
        }
        return nil
    }

    /// Puts the watermark that holds from now on in the old one's place.
    func leaveWatermark(in watermarks: inout [Watermark], at index: Int?) {
        let blocks = digester.allBlocks
        let isEmpty = blocks.isEmpty && refused.isEmpty
        let former = index.map { watermarks[$0].formerPaths(besides: path) } ?? []
        let watermark = Watermark(
            database: path, formerPaths: former, lastRow: lastRow, rows: digester.rows, blocks: blocks, refused: refused
        )
        switch index {
        case let index? where isEmpty: watermarks.remove(at: index)
        case let index?: watermarks[index] = watermark
        case nil where isEmpty: break
        case nil: watermarks.append(watermark)
        }
    }

    /// What was done.
    func result(survey: FeedbackSurvey) -> Update.Result {
        Update.Result(
            fetch: update.fetch, batchSize: update.fetch.batchSize(update.batchSize),
            rowsSeen: applied + refused.count, rowsApplied: applied, rowsRefused: refused.count,
            refusedRows: refused.map(\.row), batches: batchesRead, lastRow: lastRow == .min ? nil : lastRow,
            rowsAppliedBefore: survey.rowsApplied, rowsMended: mended.count, renumbered: survey.isRenumbered,
            appliedAgain: update.again && survey.rowsApplied > 0, rowsChangeAccepted: survey.reading?.rowsChanged ?? 0,
            dryRun: update.dryRun, longestReadLock: longestReadLock)
    }
}

import Feedback
import ModelFiles
import Values

/// The second half of an update: pending rows are read and learned, batch by batch.
struct FeedbackApplication {
    private let update: Update
    private let survey: FeedbackSurvey
    private let ranges: [RowNumbers]
    /// The largest row number that is read.
    private let bound: Int64
    private let position = ReadingPosition()

    /// What became of the rows.
    private var intake: FeedbackIntake
    private var applied = 0
    private var batches = 0
    private var longestReadLock = Duration.zero

    init(of update: Update, survey: FeedbackSurvey, classes: [Label], path: String) {
        self.update = update
        self.survey = survey
        bound = survey.bound ?? .min
        if let reading = survey.reading, !update.again {
            ranges =
                RowNumbers.covering(reading.mended.map(\.number))
                + [RowNumbers(after: reading.lastRow, through: bound)]
        } else {
            ranges = [.all(through: bound)]
        }
        intake = FeedbackIntake(of: update, survey: survey, classes: classes, path: path)
        // Where rows are learned, reading goes beside other work as it is.
        if !update.dryRun { intake.endBackground() }
    }

    private var batchSize: Int? { update.fetch.batchSize(update.batchSize) }

    /// Reads and learns all pending rows, which become batches ahead of learning.
    mutating func run<Learner: FeedbackLearner>(
        on learner: inout Learner, from store: FeedbackStore, monitor: (any WorkMonitor)?,
        afterBatch: (Update.Batch) -> Void
    ) throws(UpdateError) {
        var maker = learner.maker
        let ahead = BatchesAhead(maker, from: try source(in: store), batchSize: batchSize)
        defer { ahead.close() }
        repeat {
            if monitor?.isInterrupted == true { throw .interrupted }
            guard var made = ahead.next(with: &maker) else {
                if update.dryRun { tell(monitor) }
                continue
            }
            // What is learned would be thrown away.
            if position.isInVain { continue }
            do {
                try learner.partialFit(taking: &made.batch, labels: made.labels)
            } catch {
                throw .learning(error)
            }
            ahead.recycle(&made.batch)
            applied = made.note.rowsApplied
            afterBatch(made.note)
            tell(monitor)
        } while !ahead.isOver
        learner.settle()
        if monitor?.isInterrupted == true { throw .interrupted }
        let failure = ahead.withSource { source in
            (intake, batches, longestReadLock) = (source.rows.intake, source.rows.batches, source.longestReadLock)
            return source.failure
        }
        if let failure = failure ?? nil { throw .feedback(failure) }
        if intake.isStopped { throw .badRows(path: store.path, rows: intake.newlyRefused) }
        do {
            try intake.checkEnd()
        } catch {
            throw .feedback(error)
        }
    }

    /// The pending rows, none of them read.
    private func source(in store: FeedbackStore) throws(UpdateError) -> FeedbackSource {
        do {
            let cursor = try FeedbackCursor(store, reading: ranges, following: survey.reading?.place)
            let rows = PendingRows(intake, batchSize: batchSize, isForLearning: !update.dryRun)
            return FeedbackSource(rows, from: cursor, tellingWhere: position)
        } catch {
            throw .feedback(error)
        }
    }

    /// Tells who waits how far the reading has come: nobody has counted the rows, but their numbers are known.
    private func tell(_ monitor: (any WorkMonitor)?) {
        guard let monitor, let rows = position.rows else { return }
        let (others, isTooLarge) = bound.subtractingReportingOverflow(rows.first)
        if isTooLarge || others == .max {
            monitor.advance(to: update.dryRun ? rows.count : applied, of: nil, unit: "rows")
        } else {
            monitor.advance(to: Int(rows.last - rows.first) + 1, of: Int(others) + 1, unit: "row numbers")
        }
    }

    /// Puts the watermark that holds from now on in the old one's place.
    func leaveWatermark(in watermarks: inout [Watermark], at index: Int?, path: String) {
        let former = index.map { watermarks[$0].formerPaths(besides: path) } ?? []
        switch (index, intake.watermark(formerPaths: former)) {
        case (let index?, let watermark?): watermarks[index] = watermark
        case (let index?, nil): watermarks.remove(at: index)
        case (nil, let watermark?): watermarks.append(watermark)
        case (nil, nil): break
        }
    }

    /// What was done.
    var result: Update.Result {
        let refused = intake.refused
        let lastRow = intake.lastRow
        return Update.Result(
            fetch: update.fetch, batchSize: batchSize, rowsSeen: intake.rows + refused.count,
            rowsApplied: intake.rows, rowsRefused: refused.count, refusedRows: refused.map(\.row), batches: batches,
            lastRow: lastRow == .min ? nil : lastRow, rowsAppliedBefore: survey.rowsApplied,
            rowsMended: intake.rowsMended, renumbered: survey.isRenumbered,
            appliedAgain: update.again && survey.rowsApplied > 0,
            rowsChangeAccepted: survey.reading?.rowsChanged ?? 0, dryRun: update.dryRun,
            longestReadLock: longestReadLock)
    }
}

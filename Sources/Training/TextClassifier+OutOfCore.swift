import Features
import Learning
package import Values

/// What became of learning from many batches.
package struct LearningSummary: Hashable, Sendable {
    /// The number of documents learned, each as often as an epoch came to it.
    package var documents = 0
    /// The number of `partial_fit` calls.
    package var batches = 0
    /// How well the model did on each document before it learned it, in the first epoch.
    package var validation = ProgressiveValidation()
    /// How well the model as it was at the beginning does on the same documents; `nil` where nobody asked.
    package var starting: ProgressiveValidation?

    /// Nothing learned yet.
    package init() {}
}

extension TextClassifier {
    /// Learns out of core: one `partial_fit` a batch, with one batch in memory, and of small ones a few that are made ahead.
    ///
    /// - Parameters:
    ///   - epochs: How often all documents are learned, at least 1.
    ///   - batchSize: The number of documents a batch, at least 1; the last may be smaller.
    ///   - total: The number of documents of one epoch, where it is known.
    ///   - monitor: Who waits; told after each batch.
    ///   - start: The model as it is at the beginning, where it is to be scored on the same documents.
    ///   - afterBatch: Called after each batch with what was learned so far.
    ///   - open: Opens the documents anew for each epoch.
    /// - Returns: What was learned.
    /// - Throws: `interrupted` after the batch during which the person stopped it, `noDocuments`, `reading` and whatever
    ///   learning throws. The model is then partly trained: keep a copy where it must be as before.
    package mutating func learn<Reader: DocumentReader & ~Copyable>(
        epochs: Int = 1, batchSize: Int = Batching.documents, total: Int? = nil, monitor: (any WorkMonitor)? = nil,
        beside start: TextClassifier? = nil, afterBatch: (LearningSummary) -> Void = { _ in },
        open: () throws(Reader.Failure) -> sending Reader
    ) throws(TrainingError) -> LearningSummary {
        precondition(epochs >= 1 && batchSize >= 1, "\(epochs) epochs, \(batchSize) documents a batch")
        var summary = LearningSummary()
        if start != nil { summary.starting = ProgressiveValidation() }
        let (allEpochs, overflows) = (total ?? 0).multipliedReportingOverflow(by: epochs)
        let expected = total == nil || overflows ? nil : allEpochs
        for epoch in 0..<epochs {
            var batches = ReadBatches(of: try opened(open), batchSize: batchSize, maker)
            while var next = try batches.nextRead() {
                try learn(&next.batch, next.labels, isFirstTime: epoch == 0, beside: start, summary: &summary)
                batches.recycle(&next.batch)
                afterBatch(summary)
                monitor?.advance(to: summary.documents, of: expected, unit: "documents")
                if monitor?.isInterrupted == true { throw .interrupted(documents: summary.documents) }
            }
            if summary.documents == 0 { throw .noDocuments }
        }
        settle()
        guard summary.documents > 0 else { throw .noDocuments }
        return summary
    }

    /// Learns from a whole set at once, epoch after epoch, until `tol` says that it is enough.
    ///
    /// The rows of all documents are held in memory, the texts of one batch only. What the model had learned before is
    /// forgotten; its classes become those that occur. Returns the number of documents.
    package mutating func fitWholeSet<Reader: DocumentReader & ~Copyable>(
        total: Int? = nil, monitor: (any WorkMonitor)? = nil, open: () throws(Reader.Failure) -> sending Reader
    ) throws(TrainingError) -> Int {
        var batches = ReadBatches(of: try opened(open), batchSize: Batching.documents, maker)
        var rows = SparseBatch(nFeatures: classifier.nFeatures)
        var labels: [Label] = []
        while var next = try batches.nextRead() {
            rows.append(next.batch)
            labels += next.labels
            batches.recycle(&next.batch)
            monitor?.advance(to: labels.count, of: total, unit: "documents")
            if monitor?.isInterrupted == true { throw .interrupted(documents: labels.count) }
        }
        guard !labels.isEmpty else { throw .noDocuments }
        try fit(taking: &rows, labels: labels, monitor: monitor)
        return labels.count
    }

    /// Scores the model on documents, batch by batch, once ``check()`` has nothing against it.
    ///
    /// Throws `unknownLabel`, `interrupted`, `reading` and `modelFile`; without documents every score is `nil`.
    package func score<Reader: DocumentReader & ~Copyable>(
        total: Int? = nil, monitor: (any WorkMonitor)? = nil, open: () throws(Reader.Failure) -> sending Reader
    ) throws(TrainingError) -> Scores {
        var tally = ScoreTally(classes: classes)
        var documents = 0
        try eachBatch(of: total, monitor, open) { (rows, labels) throws(TrainingError) in
            let actual = try classIndices(of: labels, firstRow: documents)
            tally.add(judge(rows), actual: actual)
            documents += labels.count
        }
        return tally.scores
    }

    /// Predicts documents, whose own labels do not matter, batch by batch, once ``check()`` has nothing against the model: what
    /// ``predict(_:)-(String)`` says of each.
    ///
    /// - Parameters:
    ///   - total: The number of documents, where it is known.
    ///   - monitor: Who waits; told after each batch.
    ///   - open: Opens the documents.
    ///   - take: Takes the predictions of each batch, in the order of the documents.
    /// - Throws: `interrupted`, `reading`, `modelFile`, and `writing` for what `take` throws.
    package func predict<Reader: DocumentReader & ~Copyable>(
        total: Int? = nil, monitor: (any WorkMonitor)? = nil, open: () throws(Reader.Failure) -> sending Reader,
        _ take: ([Prediction]) throws -> Void
    ) throws(TrainingError) {
        try eachBatch(of: total, monitor, open) { (rows, _) throws(TrainingError) in
            let judgements = judge(rows)
            do {
                try take(
                    (0..<rows.rowCount).map { row in
                        prediction(judgements, row: row, hasTokens: !rows.entries(ofRow: row).isEmpty)
                    })
            } catch {
                throw .writing(error)
            }
        }
    }

    /// Hands out the rows of documents batch by batch, made while earlier ones are worked on.
    private func eachBatch<Reader: DocumentReader & ~Copyable>(
        of total: Int?, _ monitor: (any WorkMonitor)?, _ open: () throws(Reader.Failure) -> sending Reader,
        _ take: (SparseBatch, [Label]) throws(TrainingError) -> Void
    ) throws(TrainingError) {
        var batches = ReadBatches(of: try opened(open), batchSize: Batching.documents, RowMaker(vectorizer))
        var documents = 0
        var made = try batches.nextRead()
        // Threads may be looking at the weights while the first documents become rows.
        try check()
        while var next = made.take() {
            try take(next.batch, next.labels)
            batches.recycle(&next.batch)
            documents += next.labels.count
            monitor?.advance(to: documents, of: total, unit: "documents")
            if monitor?.isInterrupted == true { throw .interrupted(documents: documents) }
            made = try batches.nextRead()
        }
    }

    private mutating func learn(
        _ rows: inout SparseBatch, _ labels: [Label], isFirstTime: Bool, beside start: TextClassifier?,
        summary: inout LearningSummary
    ) throws(TrainingError) {
        if isFirstTime {
            let actual = try classIndices(of: labels, firstRow: summary.documents)
            if let start { summary.starting?.add(start.judge(rows), actual: actual) }
            summary.validation.add(try judgeAndLearn(taking: &rows, labels: labels), actual: actual)
        } else {
            try partialFit(taking: &rows, labels: labels)
        }
        summary.documents += labels.count
        summary.batches += 1
    }
}

private func opened<Reader: DocumentReader & ~Copyable>(
    _ open: () throws(Reader.Failure) -> sending Reader
) throws(TrainingError) -> sending Reader {
    do {
        return try open()
    } catch {
        throw .reading(error)
    }
}

extension ReadBatches where Reader: ~Copyable {
    /// The next batch, as ``next()``, with the reader's error as one of training.
    fileprivate mutating func nextRead() throws(TrainingError) -> (batch: Maker.Batch, labels: [Label])? {
        do {
            return try next()
        } catch {
            throw .reading(error)
        }
    }
}

import Dispatch
import Features
import Foundation
import Synchronization
import Values

/// The rows of batches of documents, made by several threads ahead of whoever learns them.
///
/// A batch is cut into pieces, and each piece becomes rows by itself: rows and their order depend on the documents alone,
/// whatever the number of threads. Whoever finishes the last piece of a batch puts it together and makes of it what is asked
/// for. Whoever waits for the oldest batch works on pieces, too. Close it when it is done with.
final class RowsAhead<Rows: Sendable>: Sendable {
    private let prepare: @Sendable (SparseBatch) -> Rows
    private let vectorizer: HashingVectorizer
    private let threads: Int
    private let state = Mutex(State())
    /// A piece may be waiting.
    private let work = DispatchSemaphore(value: 0)
    /// A piece may be finished.
    private let finished = DispatchSemaphore(value: 0)

    private struct State {
        var batches: [Batch] = []
        /// Which batch is the first of `batches`, counted from the beginning.
        var first = 0
        var pieces: [Piece] = []
        var isClosed = false

        mutating func nextPiece() -> Piece? { pieces.isEmpty ? nil : pieces.removeFirst() }
    }

    private struct Batch {
        var documents: [Document]
        /// What the pieces have become; taken out once there are all.
        var parts: [SparseBatch?]
        /// How many pieces are still to come.
        var missing: Int
        var rows: Rows?
    }

    private struct Piece {
        var batch: Int
        var index: Int
        var documents: ArraySlice<Document>
    }

    /// Starts the threads, of which the caller's is one; `prepare` makes of a batch's rows what is handed out.
    init(
        _ vectorizer: HashingVectorizer, threads: Int = ThreadCount.usual,
        prepare: @escaping @Sendable (SparseBatch) -> Rows
    ) {
        self.vectorizer = vectorizer
        self.threads = threads
        self.prepare = prepare
        for _ in 1..<max(1, threads) { DispatchQueue.global(qos: .userInitiated).async { self.help() } }
    }

    /// How many batches wait to be taken.
    var count: Int { state.withLock { $0.batches.count } }

    /// Takes a batch of at least one document in.
    func submit(_ documents: [Document]) {
        // A few pieces for each thread, so that none waits long for the last one; too small ones would not pay.
        let size = max(16, (documents.count + 4 * threads - 1) / (4 * threads))
        let starts = Array(stride(from: 0, to: documents.count, by: size))
        state.withLock { state in
            let batch = state.first + state.batches.count
            state.batches.append(
                Batch(documents: documents, parts: starts.map { _ in nil }, missing: starts.count))
            state.pieces += starts.enumerated().map { index, start in
                Piece(batch: batch, index: index, documents: documents[start..<min(start + size, documents.count)])
            }
        }
        for _ in starts { work.signal() }
    }

    /// The oldest batch with its rows, or `nil` where none waits; `vectorizer` keeps the caller's buffers.
    func next(with vectorizer: inout HashingVectorizer) -> (documents: [Document], rows: Rows)? {
        while true {
            let (isEmpty, batch, piece) = state.withLock { state -> (Bool, Batch?, Piece?) in
                guard let first = state.batches.first else { return (true, nil, nil) }
                guard first.rows != nil else { return (false, nil, state.nextPiece()) }
                state.first += 1
                return (false, state.batches.removeFirst(), nil)
            }
            if isEmpty { return nil }
            if let batch, let rows = batch.rows { return (batch.documents, rows) }
            if let piece { finish(piece, with: &vectorizer) } else { finished.wait() }
        }
    }

    /// Sends the threads home; batches that wait are forgotten.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.pieces.removeAll()
        }
        for _ in 1..<max(1, threads) { work.signal() }
    }

    private func help() {
        var vectorizer = vectorizer
        while true {
            work.wait()
            let (piece, isClosed) = state.withLock { ($0.nextPiece(), $0.isClosed) }
            if isClosed { return }
            if let piece { finish(piece, with: &vectorizer) }
        }
    }

    private func finish(_ piece: Piece, with vectorizer: inout HashingVectorizer) {
        var rows = SparseBatch(nFeatures: vectorizer.settings.nFeatures)
        for document in piece.documents { vectorizer.transform(document.text, into: &rows) }
        let parts = state.withLock { state -> [SparseBatch?]? in
            let index = piece.batch - state.first
            // Of a batch that was forgotten nothing is kept.
            guard state.batches.indices.contains(index) else { return nil }
            state.batches[index].parts[piece.index] = rows
            state.batches[index].missing -= 1
            return state.batches[index].missing == 0 ? exchange(&state.batches[index].parts, with: []) : nil
        }
        if let parts {
            let whole = prepare(Self.joined(parts, nFeatures: vectorizer.settings.nFeatures))
            state.withLock { state in
                let index = piece.batch - state.first
                if state.batches.indices.contains(index) { state.batches[index].rows = whole }
            }
        }
        finished.signal()
    }

    private static func joined(_ parts: [SparseBatch?], nFeatures: Int) -> SparseBatch {
        guard parts.count > 1 else { return parts.first.flatMap { $0 } ?? SparseBatch(nFeatures: nFeatures) }
        var joined = SparseBatch(nFeatures: nFeatures)
        let entries = parts.reduce(0) { $0 + ($1?.columns.count ?? 0) }
        joined.columns.reserveCapacity(entries)
        joined.values.reserveCapacity(entries)
        for case let part? in parts { joined.append(part) }
        return joined
    }
}

/// How many threads make rows.
enum ThreadCount {
    /// As many as there are processors, or as the environment variable `REFIT_THREADS` says.
    static let usual: Int = {
        let wanted = ProcessInfo.processInfo.environment["REFIT_THREADS"].flatMap { Int($0) }
        return min(64, max(1, wanted ?? ProcessInfo.processInfo.activeProcessorCount))
    }()
}

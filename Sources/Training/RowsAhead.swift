import Dispatch
import Features
import Foundation
import Synchronization
import Values

/// The rows of batches of documents, made by several threads ahead of whoever learns them.
///
/// A batch is cut into pieces, and each piece becomes rows by itself: rows and their order depend on the documents alone,
/// whatever the number of threads. Whoever waits for the oldest batch works on pieces, too. Close it when it is done with.
final class RowsAhead: Sendable {
    private let vectorizer: HashingVectorizer
    private let threads: Int
    private let state = Mutex(State())
    /// A piece may be waiting.
    private let work = DispatchSemaphore(value: 0)
    /// A piece may be finished.
    private let finished = DispatchSemaphore(value: 0)

    /// How many batches are read ahead of the one that is learned: one to be worked on while another is read.
    static let lookahead = 3

    /// As many threads as there are processors, or as the environment variable `REFIT_THREADS` says.
    static let usualThreads: Int = {
        let wanted = ProcessInfo.processInfo.environment["REFIT_THREADS"].flatMap { Int($0) }
        return min(64, max(1, wanted ?? ProcessInfo.processInfo.activeProcessorCount))
    }()

    fileprivate struct State {
        var batches: [Batch] = []
        /// Which batch is the first of `batches`, counted from the beginning.
        var first = 0
        var pieces: [Piece] = []
        var isClosed = false
    }

    fileprivate struct Batch {
        var documents: [Document]
        var rows: [SparseBatch?]
    }

    fileprivate struct Piece {
        var batch: Int
        var index: Int
        var documents: ArraySlice<Document>
    }

    /// Starts the threads, of which the caller's is one.
    init(_ vectorizer: HashingVectorizer, threads: Int = RowsAhead.usualThreads) {
        self.vectorizer = vectorizer
        self.threads = threads
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
            state.batches.append(Batch(documents: documents, rows: starts.map { _ in nil }))
            state.pieces += starts.enumerated().map { index, start in
                Piece(batch: batch, index: index, documents: documents[start..<min(start + size, documents.count)])
            }
        }
        for _ in starts { work.signal() }
    }

    /// The oldest batch with its rows, or `nil` where none waits; `vectorizer` keeps the caller's buffers.
    func next(with vectorizer: inout HashingVectorizer) -> (documents: [Document], rows: SparseBatch)? {
        while true {
            let (isEmpty, batch, piece) = state.withLock { state -> (Bool, Batch?, Piece?) in
                guard let first = state.batches.first else { return (true, nil, nil) }
                guard first.rows.allSatisfy({ $0 != nil }) else { return (false, nil, state.nextPiece()) }
                state.first += 1
                return (false, state.batches.removeFirst(), nil)
            }
            if isEmpty { return nil }
            if let batch { return (batch.documents, Self.joined(batch.rows, nFeatures: vectorizer.settings.nFeatures)) }
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
        vectorizer.transform(piece.documents.lazy.map(\.text), into: &rows)
        state.withLock { state in
            // Of a batch that was forgotten nothing is kept.
            guard state.batches.indices.contains(piece.batch - state.first) else { return }
            state.batches[piece.batch - state.first].rows[piece.index] = rows
        }
        finished.signal()
    }

    private static func joined(_ parts: [SparseBatch?], nFeatures: Int) -> SparseBatch {
        guard parts.count > 1 else { return parts.first.flatMap { $0 } ?? SparseBatch(nFeatures: nFeatures) }
        var joined = SparseBatch(nFeatures: nFeatures)
        for case let part? in parts { joined.append(part) }
        return joined
    }
}

extension RowsAhead.State {
    fileprivate mutating func nextPiece() -> RowsAhead.Piece? {
        pieces.isEmpty ? nil : pieces.removeFirst()
    }
}

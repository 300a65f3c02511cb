import Dispatch
import Foundation
import Synchronization
import Values

/// Batches of documents, made by several threads ahead of whoever learns them.
///
/// Documents are cut into pieces, whatever the batches, and each piece becomes rows by itself; whoever finishes the next piece
/// puts it behind the one before. So batches depend on the documents alone, whatever the number of threads, and of a large
/// batch no text is kept. Whoever waits for a batch works on pieces, too. Close it when it is done with.
///
/// Small batches are put together ahead. Of large ones there is one at a time: the next begins when whoever has the one before
/// gives it back or asks for it, and uses the memory of one that was given back.
final class BatchesAhead<Maker: BatchMaker>: Sendable {
    /// A batch with the labels of its documents.
    typealias Made = (batch: Maker.Batch, labels: [Label])

    private let maker: Maker
    private let threads: Int
    /// How many documents a batch usually has.
    private let batchSize: Int?
    /// Whether batches are so large that one at a time is enough.
    private let areLarge: Bool
    private let state: Mutex<State>
    /// A piece may be waiting.
    private let work = DispatchSemaphore(value: 0)
    /// A piece is finished.
    private let finished = DispatchSemaphore(value: 0)

    private struct State {
        /// The piece that documents are added to.
        var open = DocumentPiece(number: 0)
        var waiting = Queue<DocumentPiece>()
        /// How many bytes of text wait.
        var waitingBytes = 0
        /// Finished pieces whose turn has not come, by number.
        var parts: [Int: (part: Maker.Part, labels: [Label], ends: [Int])] = [:]
        /// The number of the piece whose turn it is.
        var turn = 0
        /// Whether a thread is putting pieces together.
        var isJoining = false
        /// The batch that is being put together; only the thread that joins looks at it.
        var joined: Made
        var made = Queue<Made>()
        /// An empty batch with the memory of one that was taken.
        var spare: Maker.Batch?
        /// How many documents the batches in `made` have.
        var madeDocuments = 0
        /// Whether somebody has a large batch.
        var isOut = false
        var helpers = 0
        var isClosed = false
    }

    /// Starts nothing yet; the caller's is one of the threads.
    init(_ maker: Maker, batchSize: Int?, threads: Int = ThreadCount.usual) {
        (self.maker, self.threads, self.batchSize) = (maker, threads, batchSize)
        areLarge = batchSize ?? .max > Self.mostAhead
        state = Mutex(State(joined: (maker.emptyBatch(), [])))
    }

    /// A batch of more documents than this is large.
    private static var mostAhead: Int { 4096 }

    /// Whether there are as many pieces ahead as all threads can work on while a batch is learned.
    ///
    /// Made batches count by their documents, too, and pieces whose turn has not come: where rows are made as fast as documents are
    /// read, nothing else is in the way of reading everything.
    var isFull: Bool { state.withLock { isFull($0) } }

    private func isFull(_ state: State) -> Bool {
        state.waiting.count >= mostWaiting || state.waitingBytes >= mostWaiting * DocumentPiece.mostBytes
            || state.parts.count >= mostWaiting || state.made.count > 256
            || state.madeDocuments >= mostWaiting * DocumentPiece.mostDocuments
    }

    /// How many documents the open piece takes, or the next where it is whole; 0 where there is enough ahead.
    var room: Int {
        state.withLock { state in
            if isFull(state) { return 0 }
            return DocumentPiece.mostDocuments - (state.open.isWhole ? 0 : state.open.documents.count)
        }
    }

    private var mostWaiting: Int { 6 * threads }

    /// Adds a document to the present batch.
    func add(_ document: Document) {
        // A whole piece goes with the next document only: the batch may end with it.
        while !state.withLock({ $0.open.append(document) }) { submit() }
    }

    /// Adds documents to the present batch.
    func add(_ documents: [Document]) {
        var added = 0
        while true {
            added = state.withLock { $0.open.append(documents, from: added) }
            if added == documents.count { return }
            submit()
        }
    }

    /// Ends the present batch, which has at least one document.
    func endBatch() {
        state.withLock { $0.open.endBatch() }
        // What comes behind a large batch waits, and so may not be in a piece with its end.
        if areLarge { submit() }
    }

    /// Hands the last documents to the threads, whether or not they are enough for a piece.
    func submit() {
        let helps = state.withLock { state -> Bool? in
            guard !state.open.isEmpty else { return nil }
            state.waiting.append(state.open)
            state.waitingBytes += state.open.bytes
            state.open = DocumentPiece(number: state.open.number + 1)
            // The caller makes the first piece by itself: of a few documents there is no other.
            guard state.waiting.count > 1, state.helpers < threads - 1 else { return false }
            state.helpers += 1
            return true
        }
        guard let helps else { return }
        work.signal()
        // Where there can be no thread, whoever waits for the batch makes all of it.
        if helps, !WorkerThread.start({ self.help() }) { state.withLock { $0.helpers -= 1 } }
    }

    /// The oldest batch, or `nil` where it needs more documents; `maker` keeps the caller's buffers.
    ///
    /// When `isLast`, no more documents come, and `nil` says that all batches are taken. Otherwise it says that there is room
    /// for documents again, too.
    func next(with maker: inout Maker, isLast: Bool) -> Made? {
        endHold()
        while true {
            let (made, piece, isOver) = state.withLock { state -> (Made?, DocumentPiece?, Bool) in
                if let made = state.made.popFirst() {
                    state.madeDocuments -= made.labels.count
                    state.isOut = areLarge
                    return (made, nil, false)
                }
                if !isLast, !isFull(state) { return (nil, nil, true) }
                return (nil, Self.nextPiece(of: &state), state.turn == state.open.number)
            }
            if let made { return made }
            if let piece { finish(piece, with: &maker) } else if isOver { return nil } else { finished.wait() }
        }
    }

    /// Takes back a batch that is done with, for its memory.
    func recycle(_ batch: inout Maker.Batch) {
        maker.empty(&batch, keepingAll: areLarge)
        var spare: Maker.Batch? = exchange(&batch, with: maker.emptyBatch())
        // Swapped, since what is added to a batch that is held twice copies all of it.
        state.withLock { swap(&$0.spare, &spare) }
        endHold()
    }

    /// Has the batch behind a large one begin.
    private func endHold() {
        guard areLarge else { return }
        state.withLock { $0.isOut = false }
        join()
    }

    /// Sends the threads home; what waits is forgotten.
    func close() {
        let helpers = state.withLock { state in
            state.isClosed = true
            state.waiting = Queue()
            return state.helpers
        }
        for _ in 0..<helpers { work.signal() }
    }

    private static func nextPiece(of state: inout State) -> DocumentPiece? {
        let piece = state.waiting.popFirst()
        state.waitingBytes -= piece?.bytes ?? 0
        return piece
    }

    private func help() {
        var maker = maker
        while true {
            work.wait()
            let (piece, isClosed) = state.withLock { state in
                (Self.nextPiece(of: &state), state.isClosed)
            }
            if isClosed { return }
            if let piece { finish(piece, with: &maker) }
        }
    }

    private func finish(_ piece: DocumentPiece, with maker: inout Maker) {
        let part = maker.part(of: piece.documents)
        let labels = piece.documents.map(\.label)
        state.withLock { $0.parts[piece.number] = (part, labels, piece.ends) }
        join()
        finished.signal()
    }

    /// Puts the pieces together whose turn it is, unless another thread is at it, which will then find them.
    private func join() {
        while true {
            // Swapped, so that nobody else holds the arrays that are added to.
            var joined: Made = (maker.emptyBatch(), [])
            let next = state.withLock { state -> (part: Maker.Part, labels: [Label], ends: [Int])? in
                guard !state.isJoining, !(areLarge && (state.isOut || !state.made.isEmpty)),
                    let piece = state.parts.removeValue(forKey: state.turn)
                else { return nil }
                state.isJoining = true
                swap(&joined, &state.joined)
                if joined.labels.isEmpty, let spare = state.spare.take() { joined.batch = spare }
                return piece
            }
            guard let piece = next else { return }
            var made: [Made] = []
            var start = 0
            for end in piece.ends {
                append(start..<end, of: piece, to: &joined)
                let next = state.withLock { $0.spare.take() } ?? maker.emptyBatch()
                made.append(exchange(&joined, with: (next, [])))
                start = end
            }
            append(start..<piece.labels.count, of: piece, to: &joined)
            state.withLock { state in
                swap(&state.joined, &joined)
                for batch in made {
                    state.made.append(batch)
                    state.madeDocuments += batch.labels.count
                }
                state.turn += 1
                state.isJoining = false
            }
        }
    }

    private func append(
        _ documents: Range<Int>, of piece: (part: Maker.Part, labels: [Label], ends: [Int]), to joined: inout Made
    ) {
        guard !documents.isEmpty else { return }
        maker.append(documents, of: piece.part, to: &joined.batch, expecting: batchSize)
        joined.labels += piece.labels[documents]
    }
}

/// How many threads make batches.
enum ThreadCount {
    /// As many as there are processors, or as the environment variable `REFIT_THREADS` says.
    static let usual: Int = {
        let wanted = ProcessInfo.processInfo.environment["REFIT_THREADS"].flatMap { Int($0) }
        return min(64, max(1, wanted ?? ProcessInfo.processInfo.activeProcessorCount))
    }()
}

import Dispatch
import Foundation
import Synchronization
import Values

/// Batches of documents, read and made by several threads ahead of whoever learns them.
///
/// Documents are read by one thread at a time, whichever has nothing else to do, and are cut into pieces, whatever the
/// batches. Each piece becomes rows by itself; whoever finishes the next piece puts it behind the one before. So batches
/// depend on the documents alone, whatever the number of threads, and of a large batch no text is kept. Whoever waits for a
/// batch works, too. Close it when it is done with.
///
/// Small batches are put together ahead. Of large ones there is one at a time: the next begins when whoever has the one before
/// gives it back or asks for it, and uses the memory of one that was given back.
final class BatchesAhead<Maker: BatchMaker, Source: PieceSource & ~Copyable>: Sendable {
    /// A batch with the labels of its documents.
    typealias Made = (batch: Maker.Batch, labels: [Label], note: Source.Note)

    private let maker: Maker
    private let threads: Int
    /// How many documents a batch usually has.
    private let batchSize: Int?
    /// Whether batches are so large that one at a time is enough.
    private let areLarge: Bool
    private let state = Mutex(State())
    /// Has what only the thread that reads may touch.
    private let reading: Mutex<Reading>
    /// Has what only the thread that puts pieces together may touch.
    private let joined: Mutex<(batch: Maker.Batch, labels: [Label])>
    /// An idle helper has something to do.
    private let work = DispatchSemaphore(value: 0)
    /// Whoever waits for a batch has something to do.
    private let news = DispatchSemaphore(value: 0)

    private struct Reading: ~Copyable {
        /// `nil` once it is closed.
        var source: Source?
        var pieces: PieceWriter<Source.Note>
    }

    /// A piece of which rows were made.
    private typealias Part = (part: Maker.Part, labels: [Label], ends: [(count: Int, note: Source.Note)])

    private struct State {
        var waiting = Queue<DocumentPiece<Source.Note>>()
        /// How many bytes of text wait.
        var waitingBytes = 0
        /// How many pieces were read.
        var pieces = 0
        /// Whether a thread reads.
        var isReading = false
        /// Whether everything is read.
        var isRead = false
        /// Finished pieces whose turn has not come, by number.
        var parts: [Int: Part] = [:]
        /// The number of the piece whose turn it is.
        var turn = 0
        /// Whether a thread is putting pieces together.
        var isJoining = false
        var made = Queue<Made>()
        /// Empty batches with the memory of those that were given back.
        var spareBatches: [Maker.Batch] = []
        /// Memory of pieces that are finished.
        var spares: [PackedDocuments] = []
        /// How many bytes the batches in `made` take.
        var madeBytes = 0
        /// Whether somebody has a large batch.
        var isOut = false
        var helpers = 0
        /// How many of them wait for work.
        var idle = 0
        /// Whether whoever wants a batch waits.
        var isAwaited = false
        var isClosed = false

        var isOver: Bool { isRead && turn == pieces && made.isEmpty }
    }

    /// Something that a thread can do.
    private enum Task {
        case read
        case finish(DocumentPiece<Source.Note>)
    }

    /// Starts nothing yet; the caller's is one of the threads.
    init(
        _ maker: Maker, from source: consuming sending Source, batchSize: Int?, threads: Int = ThreadCount.usual
    ) {
        (self.maker, self.threads, self.batchSize) = (maker, threads, batchSize)
        areLarge = batchSize ?? .max > Self.mostAhead
        reading = Mutex(Reading(source: source, pieces: PieceWriter(endsWithBatch: areLarge)))
        joined = Mutex((maker.emptyBatch(), []))
    }

    /// As many batches as there are ahead at times: the memory of fewer would be cleared by the kernel again and again.
    private static var mostSpares: Int { 8 }

    /// A batch of more documents than this is large.
    private static var mostAhead: Int { 4096 }

    /// Whether there are as many pieces ahead as all threads can work on while a batch is learned.
    ///
    /// Made batches count by their memory, too, and pieces whose turn has not come: where rows are made as fast as documents are
    /// read, nothing else is in the way of reading everything. A few batches ahead go on while one takes longer than the others,
    /// as the first do, whose columns are all new.
    private func isFull(_ state: State) -> Bool {
        state.waiting.count >= mostWaiting
            || state.waitingBytes >= mostWaiting * DocumentPiece<Source.Note>.mostBytes
            || state.parts.count >= mostWaiting + (areLarge ? 24 : 0) || state.made.count > 256
            || state.madeBytes >= Self.mostMadeBytes
    }

    /// As much as a few batches of 1000 reviews take with their pairs of words.
    private static var mostMadeBytes: Int { 6 << 20 }

    private var mostWaiting: Int { 6 * threads }

    private func bytes(of made: Made) -> Int {
        maker.bytes(of: made.batch) + made.labels.count * MemoryLayout<Label>.stride
    }

    /// The oldest batch, or `nil` after some of the work towards it, or where it ``isOver``; `maker` keeps the caller's buffers.
    ///
    /// Does no more than read until there is enough to do or finish one piece, and waits for a moment only, so that the caller can
    /// stop in between.
    func next(with maker: inout Maker) -> Made? {
        endHold()
        var task: Task?
        var isOver = false
        let made = change { state -> Made? in
            if let made = state.made.popFirst() {
                state.madeBytes -= bytes(of: made)
                state.isOut = areLarge
                return made
            }
            task = nextTask(of: &state)
            isOver = state.isOver
            state.isAwaited = task == nil && !isOver
            return nil
        }
        if let made { return made }
        if let next = task.take() {
            perform(next, with: &maker)
        } else if !isOver {
            // Of many helpers, one or another may have all the work that comes. A signal that comes too late ends the next wait.
            _ = news.wait(timeout: .now() + .milliseconds(50))
        }
        return nil
    }

    /// Whether all batches are taken and no more will come.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Takes back a batch that is done with, for its memory.
    func recycle(_ batch: inout Maker.Batch) {
        maker.empty(&batch, keepingAll: areLarge)
        // Exchanged, since what is added to a batch that is held twice copies all of it.
        var spare = [exchange(&batch, with: maker.emptyBatch())]
        state.withLock { state in
            guard state.spareBatches.count < Self.mostSpares else { return }
            state.spareBatches.append(contentsOf: exchange(&spare, with: []))
        }
        endHold()
    }

    /// Lets `body` look at the source, once nobody reads; `nil` after it was closed.
    func withSource<Result>(_ body: (inout Source) -> sending Result) -> sending Result? {
        reading.withLock { reading in
            guard var source = reading.source.take() else { return nil }
            let result = body(&source)
            reading.source = consume source
            return result
        }
    }

    /// Sends the threads home, forgets what waits, and gives up the source.
    func close() {
        let helpers = state.withLock { state in
            state.isClosed = true
            state.isRead = true
            state.waiting = Queue()
            state.parts = [:]
            state.made = Queue()
            state.spares = []
            state.spareBatches = []
            return exchange(&state.idle, with: 0)
        }
        for _ in 0..<helpers { work.signal() }
        reading.withLock { $0.source = nil }
    }

    /// Changes the state, and wakes whoever has something to do then.
    private func change<Result>(_ body: (inout State) -> Result) -> Result {
        let (result, wakesHelper, wakesCaller) = state.withLock { state in
            let result = body(&state)
            let hasTask = !state.waiting.isEmpty || canRead(state)
            let wakesHelper = hasTask && state.idle > 0
            if wakesHelper { state.idle -= 1 }
            let wakesCaller =
                state.isAwaited
                && (hasTask && !wakesHelper || !state.made.isEmpty || state.isOver)
            if wakesCaller { state.isAwaited = false }
            return (result, wakesHelper, wakesCaller)
        }
        if wakesHelper { work.signal() }
        if wakesCaller { news.signal() }
        return result
    }

    /// What a thread should do next: read where the others would soon have nothing to do, since only one can.
    private func nextTask(of state: inout State) -> Task? {
        if state.waiting.count < Self.fewWaiting * (threads - 1) || state.waiting.isEmpty, canRead(state) {
            state.isReading = true
            return .read
        }
        guard let piece = state.waiting.popFirst() else { return nil }
        state.waitingBytes -= piece.documents.bytes.count
        return .finish(piece)
    }

    /// Whether a thread may read: nobody does, and there is both something to read and room for it.
    private func canRead(_ state: State) -> Bool { !state.isReading && !state.isRead && !isFull(state) }

    /// As many pieces as a thread finishes while another reads a few: of 3, in updates, they took 1.1 times as long.
    private static var fewWaiting: Int { 8 }

    private func perform(_ task: consuming Task, with maker: inout Maker) {
        switch consume task {
        case .read: read()
        case .finish(let piece): finish(piece, with: &maker)
        }
    }

    private func help() {
        var maker = maker
        while true {
            var (task, isClosed) = change { state -> (Task?, Bool) in
                let task = state.isClosed ? nil : nextTask(of: &state)
                if task == nil, !state.isClosed { state.idle += 1 }
                return (task, state.isClosed)
            }
            if isClosed { return }
            if let next = task.take() { perform(next, with: &maker) } else { work.wait() }
        }
    }

    private func read() {
        let goesOn = reading.withLock { reading in
            // Swapped, since the source is asked while the pieces are written.
            var source = reading.source.take()
            defer { reading.source = source.take() }
            return reading.pieces.write(to: { [unowned self] in add($0) }) { pieces in
                let goesOn = source?.read(into: &pieces) ?? false
                if !goesOn { pieces.close() }
                return goesOn
            }
        }
        change { state in
            state.isReading = false
            state.isRead = state.isRead || !goesOn
        }
    }

    /// Has a piece wait for whoever finishes it; returns memory for the next, and whether there are enough.
    private func add(_ piece: DocumentPiece<Source.Note>) -> (memory: PackedDocuments, isFull: Bool) {
        let (memory, isEnough, helps) = change { state -> (PackedDocuments, Bool, Bool) in
            guard !state.isClosed else { return (PackedDocuments(), true, false) }
            state.waitingBytes += piece.documents.bytes.count
            state.waiting.append(piece)
            state.pieces += 1
            // The caller makes the first piece by itself: of a few documents there is no other.
            let helps = state.pieces > 1 && state.helpers < threads - 1
            if helps { state.helpers += 1 }
            return (state.spares.popLast() ?? PackedDocuments(), isFull(state), helps)
        }
        // Where there can be no thread, whoever waits for the batch makes all of it.
        if helps, !WorkerThread.start({ self.help() }) { state.withLock { $0.helpers -= 1 } }
        return (memory, isEnough)
    }

    private func finish(_ piece: consuming DocumentPiece<Source.Note>, with maker: inout Maker) {
        let part: Part = (maker.part(of: piece.documents), piece.documents.labels, piece.ends)
        let number = piece.number
        var memory = [piece.takeMemory()]
        change { state in
            state.parts[number] = part
            state.spares.append(contentsOf: exchange(&memory, with: []))
        }
        join()
    }

    /// Has the batch behind a large one begin.
    private func endHold() {
        guard areLarge else { return }
        state.withLock { $0.isOut = false }
        join()
    }

    /// Puts the pieces together whose turn it is, unless another thread is at it, which will then find them.
    private func join() {
        while true {
            let next = state.withLock { state -> Part? in
                guard !state.isJoining, !(areLarge && (state.isOut || !state.made.isEmpty)),
                    let piece = state.parts.removeValue(forKey: state.turn)
                else { return nil }
                state.isJoining = true
                return piece
            }
            guard let piece = next else { return }
            let made = joined.withLock { append(piece, to: &$0) }
            change { state in
                for batch in made {
                    state.madeBytes += bytes(of: batch)
                    state.made.append(batch)
                }
                state.turn += 1
                state.isJoining = false
            }
        }
    }

    /// Puts a piece behind those before it, and returns the batches that end in it.
    private func append(_ piece: Part, to joined: inout (batch: Maker.Batch, labels: [Label])) -> [Made] {
        var made: [Made] = []
        var start = 0
        for end in piece.ends {
            append(start..<end.count, of: piece, to: &joined)
            let (batch, labels) = exchange(&joined, with: (maker.emptyBatch(), []))
            made.append((batch, labels, end.note))
            start = end.count
        }
        append(start..<piece.labels.count, of: piece, to: &joined)
        return made
    }

    private func append(
        _ documents: Range<Int>, of piece: Part, to joined: inout (batch: Maker.Batch, labels: [Label])
    ) {
        guard !documents.isEmpty else { return }
        if joined.labels.isEmpty, let spare = state.withLock({ $0.spareBatches.popLast() }) { joined.batch = spare }
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

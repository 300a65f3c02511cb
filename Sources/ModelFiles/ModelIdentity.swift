package import Features
package import Learning
import Dispatch
import Files
import Synchronization
import Values

/// Which model it is, found out once: copies of a model share it until one of them changes.
///
/// A file may state its digest. Arrays that were read and not looked at yet are believed to be what the file says until
/// ``check(_:vectorizer:look:)`` has gone through them; whoever predicts, learns or writes checks first.
package final class ModelIdentity: Sendable {
    private let state: Mutex<State>
    /// Held while somebody takes the digest, so that nobody else does it, too.
    private let taking = Mutex(())

    private enum State {
        /// Nobody has taken the digest.
        case unknown
        /// The arrays are a file's, and nobody has looked at them.
        case stated(DigestStatement)
        /// A thread checks them, or takes the digest that is left to check.
        case begun(DigestStatement, BegunCheck)
        /// It was taken.
        case known(String)
    }

    /// The identity of a model that nobody has taken the digest of.
    package init() { state = Mutex(.unknown) }

    /// The identity of a model as the file says that it comes from.
    init(_ statement: DigestStatement) { state = Mutex(.stated(statement)) }

    /// The identity of a model of the same arrays, which nobody has looked at, by another vectorizer.
    ///
    /// `nil` where what the file states is of its own vectorizer, too.
    package var byOtherVectorizer: ModelIdentity? {
        guard case .stated(let statement) = now, case .none = statement.digest else { return nil }
        return ModelIdentity(statement)
    }

    /// The digest, as ``ModelDigest`` describes it; before the check, as the file states it.
    ///
    /// Waits for another thread that takes it.
    /// - Complexity: O(1) where a file states it or it was asked for before, else that of ``ModelDigest``.
    package func digest(
        of classifier: @autoclosure () -> SGDClassifierState, vectorizer: HashingVectorizerSettings?
    ) -> String {
        presentDigest
            ?? taking.withLock { _ in
                presentDigest ?? know(ModelDigest.of(classifier(), vectorizer: vectorizer))
            }
    }

    /// Calls `body`, which goes through all of `coef_`, once; where nobody has taken the digest yet, it is taken on the way.
    ///
    /// `body` gets a hash then, which it is to hand all bytes of `coef_`.
    func useWeights<Failure: Error>(
        of classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        _ body: (_ hash: BackgroundSHA256?) throws(Failure) -> Void
    ) throws(Failure) {
        if presentDigest == nil {
            let isDone = try taking.withLock { (_) throws(Failure) in
                guard presentDigest == nil else { return false }
                _ = know(try ModelDigest.of(classifier, vectorizer: vectorizer, handingWeights: body))
                return true
            }
            if isDone { return }
        }
        try body(nil)
    }

    /// The digest, where somebody has taken it or a file states it of the model; waits for a thread that takes it.
    package var presentDigest: String? {
        switch now {
        case .known(let digest): digest
        case .stated(let statement): statement.ofModel
        case .begun(let statement, let check):
            statement.isOfDigest ? statement.ofModel ?? (try? check.result.get()) : nil
        case .unknown: nil
        }
    }

    /// Not locked while somebody takes a digest: another thread may ask what is stated meanwhile.
    private var now: State { state.withLock { state in state } }

    private func know(_ digest: String) -> String {
        // Taken of arrays that nobody has looked at, it is no reason to look at them no more.
        state.withLock { if case .unknown = $0 { $0 = .known(digest) } }
        return digest
    }

    /// Looks at a file's arrays, and checks what the file has stated; where that has been done, does nothing.
    ///
    /// `look` sees each piece of `coef_`, with its place in it, before all is checked. Returns whether there was anything to check.
    ///
    /// Throws `damaged`, with the place in the file, or `file`, each time until somebody brings another model.
    /// - Complexity: that of ``ModelDigest``, once.
    @discardableResult
    package func check(
        _ classifier: @autoclosure () -> SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        look: (_ start: Int, _ piece: Span<Double>) -> Void = { _, _ in }
    ) throws(ModelFileError) -> Bool {
        let digest: String?
        switch now {
        case .stated(let statement): digest = try statement.check(classifier(), vectorizer: vectorizer, look: look)
        case .begun(_, let check): digest = try check.result.get()
        case .unknown, .known: return false
        }
        state.withLock { state in
            switch state {
            case .stated, .begun: state = digest.map { .known($0) } ?? .unknown
            case .unknown, .known: break
            }
        }
        return true
    }

    /// Does what ``check(_:vectorizer:look:)`` does, but leaves a digest to a thread, if there can be one and the file
    /// cannot change meanwhile; the next check waits for it.
    package func look(
        _ classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        look: (_ start: Int, _ piece: Span<Double>) -> Void
    ) throws(ModelFileError) -> Bool {
        guard case .stated(let statement) = now, statement.isOfDigest, let file = statement.leased,
            let start = statement.arrayOffsets[.coef],
            let check = BegunCheck({ () throws(ModelFileError) in
                try statement.compared(ModelDigest.of(classifier, vectorizer: vectorizer, in: file, at: start))
            })
        else { return try check(classifier, vectorizer: vectorizer, look: look) }
        try statement.look(classifier, look)
        state.withLock { $0 = .begun(statement, check) }
        return true
    }

    /// Has a thread begin what ``check(_:vectorizer:look:)`` does, which then waits for it and throws what was found; where there
    /// is nothing to check, or can be no thread, does nothing.
    package func beginCheck(_ classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?) {
        state.withLock { state in
            guard case .stated(let statement) = state,
                let check = BegunCheck({ () throws(ModelFileError) in
                    try statement.check(classifier, vectorizer: vectorizer) { _, _ in }
                })
            else { return }
            state = .begun(statement, check)
        }
    }
}

/// A check that a thread makes.
private final class BegunCheck: Sendable {
    typealias Found = Result<String?, ModelFileError>

    private let found = Mutex<Found>(.success(nil))
    private let done = DispatchGroup()

    /// Begins what returns the digest, where it takes one; `nil` where there can be no thread.
    init?(_ check: @escaping @Sendable () throws(ModelFileError) -> String?) {
        done.enter()
        let isBegun = WorkerThread.start { [self] in
            let result = Found(catching: check)
            found.withLock { $0 = result }
            done.leave()
        }
        guard isBegun else {
            done.leave()
            return nil
        }
    }

    /// What came of it, once it is done.
    var result: Found {
        done.wait()
        return found.withLock { found in found }
    }
}

/// What a file states of the arrays that were read from it.
struct DigestStatement: Sendable {
    /// The file.
    var path: String
    /// Whether and what it states.
    var digest: Digest
    /// The byte of the file at which each array begins.
    var arrayOffsets: [LearnedArray.Name: Int]
    /// What of the arrays could not be read.
    var failures: FileReader.Failures
    /// The file, as long as somebody reads it, if nobody can write to it meanwhile.
    weak let leased: FileReader?

    /// A digest: 64 lower-case hexadecimal digits.
    enum Digest: Sendable {
        /// Nothing; the numbers are finite, or the file is damaged.
        case none
        /// The digest of the model, which stands at a byte of the file; with another one, the file is damaged.
        case ofModel(String, offset: Int)
        /// A digest that the model may have, or have had; somebody will ask whether it does.
        case ofSomeModel
    }

    /// The digest that the model must have.
    var ofModel: String? {
        if case .ofModel(let digest, _) = digest { digest } else { nil }
    }

    /// Whether ``check(_:vectorizer:look:)`` takes the digest.
    var isOfDigest: Bool {
        if case .none = digest { false } else { true }
    }

    /// Throws `damaged` where a number is not finite, or the digest is another one, and `file` where not all could be read.
    ///
    /// Each piece of the arrays is looked at while it is in the cache. Returns the digest of the model, where it was taken.
    func check(
        _ classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        look: (_ start: Int, _ piece: Span<Double>) -> Void
    ) throws(ModelFileError) -> String? {
        guard isOfDigest else {
            try self.look(classifier, look)
            return nil
        }
        let actual = try ModelDigest.of(classifier, vectorizer: vectorizer) {
            (name, start, piece) throws(ModelFileError) in try check(name, start, piece, look)
        }
        return try compared(actual)
    }

    /// Throws `damaged` where a number is not finite, and `file` where not all could be read.
    func look(
        _ classifier: SGDClassifierState, _ look: (_ start: Int, _ piece: Span<Double>) -> Void
    ) throws(ModelFileError) {
        for name in LearnedArray.Name.allCases where arrayOffsets[name] != nil {
            try classifier.numbers(of: name).forEachPiece { (start, piece) throws(ModelFileError) in
                try check(name, start, piece, look)
            }
        }
    }

    /// The digest that was taken; throws `damaged` where another one is stated, and `file` where not all could be read.
    func compared(_ actual: String) throws(ModelFileError) -> String {
        if let failure = failures.last { throw .file(failure) }
        if case .ofModel(let stated, let offset) = digest, stated != actual {
            throw damage(
                at: offset, SafetensorsFile.Metadata.digest.rawValue,
                "the digest of the arrays and settings, \(actual)",
                stated)
        }
        return actual
    }

    private func check(
        _ name: LearnedArray.Name, _ start: Int, _ piece: Span<Double>,
        _ look: (_ start: Int, _ piece: Span<Double>) -> Void
    ) throws(ModelFileError) {
        guard !Coefficients.areFinite(piece), let index = piece.indices.first(where: { !piece[$0].isFinite }) else {
            if name == .coef { look(start, piece) }
            return
        }
        if let failure = failures.last { throw .file(failure) }
        throw damage(
            at: (arrayOffsets[name] ?? 0) + 8 * (start + index), name.rawValue, "finite numbers",
            String(piece[index]))
    }

    private func damage(at byte: Int, _ field: String, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(path: path, byteOffset: byte, field: field, expected: expected, actual: actual))
    }
}

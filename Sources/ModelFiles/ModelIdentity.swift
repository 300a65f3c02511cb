package import Features
package import Learning
import Synchronization
import Values

/// Which model it is, found out once: copies of a model share it until one of them changes.
///
/// A file states its digest. Arrays that were read and not looked at yet are believed to be what the file says until
/// ``check(_:vectorizer:)`` has gone through them; whoever predicts, learns or writes checks first.
package final class ModelIdentity: Sendable {
    private let state: Mutex<State>

    private enum State {
        /// Nobody has taken the digest.
        case unknown
        /// A file states it, of arrays that nobody has looked at.
        case stated(DigestStatement)
        /// It was taken.
        case known(String)
    }

    /// The identity of a model that nobody has taken the digest of.
    package init() { state = Mutex(.unknown) }

    /// The identity of a model as the file says that it comes from.
    init(_ statement: DigestStatement) { state = Mutex(.stated(statement)) }

    /// The digest, as ``ModelDigest`` describes it; before the check, as the file states it.
    ///
    /// - Complexity: O(1) where a file states it or it was asked for before, else that of ``ModelDigest``.
    package func digest(of classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?) -> String {
        switch now {
        case .known(let digest): return digest
        case .stated(let statement): return statement.digest
        case .unknown: return know(ModelDigest.of(classifier, vectorizer: vectorizer))
        }
    }

    /// No lock is held while somebody takes a digest: another thread may ask what is stated meanwhile.
    private var now: State { state.withLock { state in state } }

    @discardableResult
    private func know(_ digest: String) -> String {
        state.withLock { $0 = .known(digest) }
        return digest
    }

    /// Checks what a file has stated; where that has been done, or nothing was stated, does nothing.
    ///
    /// `look` sees each piece of `coef_`, with its place in it, before all is checked. Returns whether there was anything to check.
    ///
    /// Throws `damaged`, with the place in the file, or `file`, each time until somebody brings another model.
    /// - Complexity: that of ``ModelDigest``, once.
    @discardableResult
    package func check(
        _ classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        look: (_ start: Int, _ piece: Span<Double>) -> Void = { _, _ in }
    ) throws(ModelFileError) -> Bool {
        guard case .stated(let statement) = now else { return false }
        try statement.check(classifier, vectorizer: vectorizer, look: look)
        know(statement.digest)
        return true
    }
}

/// What a file states of the arrays that were read from it.
struct DigestStatement: Sendable {
    /// The file.
    var path: String
    /// The digest: 64 lower-case hexadecimal digits.
    var digest: String
    /// The byte of the file at which it stands.
    var offset: Int
    /// The byte of the file at which each array begins.
    var arrayOffsets: [LearnedArray.Name: Int]
    /// What of the arrays could not be read.
    var failures: FileReader.Failures

    /// Throws `damaged` where a number is not finite, or the digest is another one, and `file` where not all could be read.
    ///
    /// Each piece of the arrays is looked at while it is in the cache.
    func check(
        _ classifier: SGDClassifierState, vectorizer: HashingVectorizerSettings?,
        look: (_ start: Int, _ piece: Span<Double>) -> Void
    ) throws(ModelFileError) {
        let actual = try ModelDigest.of(classifier, vectorizer: vectorizer) {
            (name, start, piece) throws(ModelFileError) in
            guard !Coefficients.areFinite(piece), let index = piece.indices.first(where: { !piece[$0].isFinite }) else {
                if name == .coef { look(start, piece) }
                return
            }
            if let failure = failures.last { throw .file(failure) }
            throw damage(
                at: (arrayOffsets[name] ?? 0) + 8 * (start + index), name.rawValue, "finite numbers",
                String(piece[index]))
        }
        guard digest == actual else {
            throw damage(
                at: offset, SafetensorsFile.Metadata.digest.rawValue,
                "the digest of the arrays and settings, \(actual)",
                digest)
        }
    }

    private func damage(at byte: Int, _ field: String, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(path: path, byteOffset: byte, field: field, expected: expected, actual: actual))
    }
}

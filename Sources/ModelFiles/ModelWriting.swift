import Dispatch
import Files
import Synchronization

/// A model on disk under a hidden name, whole and synced.
struct StagedModel: ~Copyable {
    private let file: AtomicFile
    private let written: ModelFile.Written

    init(file: consuming AtomicFile, written: ModelFile.Written) {
        self.file = file
        self.written = written
    }

    /// Puts it in the place of the file that it is written for.
    consuming func commit() throws(ModelFileError) -> ModelFile.Written {
        let written = written
        do {
            try file.commit()
        } catch {
            throw .file(error)
        }
        return written
    }
}

/// A model on its way to a file, which it replaces when it is committed.
///
/// A thread brings a `.safetensors` to disk under a hidden name, so that whoever commits can take digests meanwhile; other
/// forms are written when they are committed. Where nobody commits, the file that was there is untouched and nothing is
/// left beside it.
package struct ModelWriting: ~Copyable {
    private let model: SavedModel
    private let path: String
    private let staging: Staging?

    /// Begins; throws `unknownEnding` and `joblib`.
    package init(_ model: SavedModel, to path: String) throws(ModelFileError) {
        self.model = model
        self.path = path
        staging = try ModelFormat.of(path) == .safetensors ? Staging(of: model, to: path) : nil
    }

    deinit { staging?.drop() }

    /// Puts the model in the place of the file, whole or not at all.
    ///
    /// Throws what ``ModelFile/write(_:to:)`` throws.
    package consuming func commit() throws(ModelFileError) -> ModelFile.Written {
        guard let staging else { return try ModelFile.write(model, to: path) }
        try model.check()
        return try staging.commit()
    }
}

/// The thread that brings a model to disk, and what has become of it.
private final class Staging: Sendable {
    private let outcome = Mutex(Outcome.none)
    private let done = DispatchGroup()

    enum Outcome: ~Copyable {
        case none
        case staged(StagedModel)
        case failed(ModelFileError)

        init(of model: SavedModel, to path: String) {
            do throws(ModelFileError) {
                self = .staged(try SafetensorsFile.stage(model, to: path))
            } catch {
                self = .failed(error)
            }
        }
    }

    init(of model: SavedModel, to path: String) {
        DispatchQueue.global(qos: .userInitiated).async(group: done) { [self] in
            outcome.withLock { $0 = Outcome(of: model, to: path) }
        }
    }

    func commit() throws(ModelFileError) -> ModelFile.Written {
        switch take() {
        case .none: preconditionFailure("a model is committed once")
        case .staged(let staged): return try staged.commit()
        case .failed(let error): throw error
        }
    }

    /// Waits for the thread, and takes away what it has written unless that was committed.
    func drop() { _ = take() }

    private func take() -> Outcome {
        done.wait()
        return outcome.withLock { outcome in
            var taken = Outcome.none
            swap(&taken, &outcome)
            return taken
        }
    }
}

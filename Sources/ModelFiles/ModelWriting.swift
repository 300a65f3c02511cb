import Dispatch
import Files
import Synchronization
import Values

/// A model on disk under a hidden name, whole and synced.
struct StagedModel: ~Copyable {
    private let file: AtomicFile
    /// What will have become of it once it is committed.
    let written: ModelFile.Written

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
/// A thread brings it to disk under a hidden name, so that whoever commits can take digests and write a record meanwhile.
/// Where nobody commits, the file that was there is untouched and nothing is left beside it.
package struct ModelWriting: ~Copyable {
    private let model: SavedModel
    private let staging: Staging

    /// Begins; throws `unknownEnding` and `joblib`.
    package init(_ model: SavedModel, to path: String) throws(ModelFileError) {
        self.model = model
        staging = Staging(of: model, as: try ModelFormat.of(path), to: path)
    }

    deinit { staging.drop() }

    /// What will have become of the model once it is committed; a `.safetensors` of a model whose digest was known tells at once,
    /// the others when they are on disk.
    ///
    /// The digest of a model that nobody had taken is known then.
    ///
    /// Throws what ``ModelFile/write(_:to:)`` throws, as far as it is known.
    package func outlook() throws(ModelFileError) -> ModelFile.Written { try staging.outlook() }

    /// Puts the model in the place of the file, whole or not at all.
    ///
    /// Throws what ``ModelFile/write(_:to:)`` throws.
    package consuming func commit() throws(ModelFileError) -> ModelFile.Written {
        try model.check()
        return try staging.commit()
    }
}

/// The thread that brings a model to disk, and what has become of it; where there can be none, the work of whoever begins.
private final class Staging: Sendable {
    private let layout: SafetensorsFile.Layout?
    private let outcome = Mutex(Outcome.none)
    private let done = DispatchGroup()

    enum Outcome: ~Copyable {
        case none
        case staged(StagedModel)
        case failed(ModelFileError)

        init(_ stage: () throws(ModelFileError) -> StagedModel) {
            do throws(ModelFileError) {
                self = .staged(try stage())
            } catch {
                self = .failed(error)
            }
        }
    }

    init(of model: SavedModel, as format: ModelFormat, to path: String) {
        do throws(ModelFileError) {
            layout = format == .safetensors ? try SafetensorsFile.Layout(of: model, at: path) : nil
        } catch {
            layout = nil
            outcome.withLock { $0 = .failed(error) }
            return
        }
        done.enter()
        let stage = { @Sendable [self] in
            outcome.withLock { outcome in
                outcome = Outcome { () throws(ModelFileError) in
                    if let layout { return try layout.stage() }
                    return try format == .skops
                        ? SkopsFile.stage(model, to: path) : PickleFile.stage(model, to: path)
                }
            }
            done.leave()
        }
        if !WorkerThread.start(stage) { stage() }
    }

    func outlook() throws(ModelFileError) -> ModelFile.Written {
        if let layout, layout.isToldAtOnce { return layout.written }
        done.wait()
        return try outcome.withLock { (outcome) throws(ModelFileError) in
            switch outcome {
            case .none: preconditionFailure("a model is asked for before it is committed")
            case .staged(let staged): staged.written
            case .failed(let error): throw error
            }
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

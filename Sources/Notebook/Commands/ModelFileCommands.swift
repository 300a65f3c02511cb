import Experiments
import Learning
import Features
package import ArgumentParser
import ModelFiles
import Training
import Values

/// `export`: the present model as a file.
package struct ExportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the present model, its settings and watermarks.")
    package static let examples = ["export models/movies.safetensors"]

    @Argument(help: "The file; missing folders are made.", completion: .file(extensions: ["safetensors"]))
    package var path: PathArgument

    package init() {}

    /// What files say that they were written by.
    static let program = "refit \(Version.current)"

    package func run(in session: Session) throws -> CellOutput {
        let model = try session.presentModel()
        _ = try ModelFormat.supported(path.typed)
        let written = try model.save(to: path.typed, writtenBy: Self.program)
        session.noteExport()
        return CellOutput(
            result: [
                "path": .text(path.typed), "size_bytes": .integer(written.sizeBytes),
                "model_digest": .text(written.modelDigest),
            ],
            blocks: [
                .prose(
                    """
                    \(path.typed): \(Numerals.bytes(written.sizeBytes)), \
                    model \(Numerals.short(digest: written.modelDigest))
                    """)
            ])
    }
}

/// `import`: a file as the present model.
package struct ImportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take up a model, its settings and watermarks.")
    package static let examples = ["import models/movies.safetensors"]

    @Argument(help: "The file.", completion: .file(extensions: ["safetensors"]))
    package var path: PathArgument

    package init() {}

    /// The model in a file, known to the cells as `typed`; one that carries no vectorizer takes the one that is given.
    static func open(
        _ path: String, typed: String, vectorizer: HashingVectorizerSettings, in session: Session
    ) throws -> TextClassifier {
        let model = try TextClassifier(opening: path, vectorizer: vectorizer)
        try session.recorder.files.openedModel(path, typed: typed)
        return model
    }

    package func run(in session: Session) throws -> CellOutput {
        let file = try session.workspace.reading(path.typed)
        let model = try Self.open(file, typed: path.typed, vectorizer: session.vectorizer, in: session)
        session.takeUp(model, because: "import \(path.typed)")
        let digest = model.modelDigest
        return CellOutput(
            result: [
                "path": .text(path.typed), "classes": .array(model.classes.map { JSONValue($0) }),
                "n_features": .integer(model.classifier.nFeatures), "t": .real(model.classifier.t),
                "model_digest": .text(digest),
            ],
            blocks: [
                .prose(
                    """
                    \(path.typed): classes \(model.classes.map(\.description).joined(separator: ", ")), \
                    \(Numerals.grouped(model.classifier.nFeatures)) columns, \
                    \(Numerals.grouped(Int(model.classifier.t) - 1)) documents learned, \
                    model \(Numerals.short(digest: digest))
                    """)
            ])
    }
}

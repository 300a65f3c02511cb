package import ArgumentParser
import Experiments
import Features
import Files
import Learning
import ModelFiles
import Training
import Values

/// `export`: the present model as a file, and its run beside it.
package struct ExportCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the present model, its settings and watermarks, and a record of how it came about.",
        discussion: """
            Beside models/movies.safetensors a folder models/movies.run is left, or experiments/NAME after run-name NAME: \
            a record of the commands, settings, inputs and figures, and the script. replay repeats it and says of every \
            figure whether it came out the same. An export over an existing file replaces it and its run.
            """)
    package static let examples = [
        "export models/movies.safetensors", "export movies.safetensors --tolerance log_loss=1e-6",
    ]
    /// The file holds the paths of feedback databases.
    package static let volatileFigures: Set<String> = ["size_bytes"]

    @Argument(help: "The file; missing folders are made.", completion: .file(extensions: ["safetensors"]))
    package var path: PathArgument

    @Option(
        parsing: .upToNextOption,
        help:
            "How far a replay's figures may be off: FIGURE=VALUE, or a VALUE for all; otherwise 1e-9. Counts are exact."
    )
    package var tolerance: [ToleranceArgument] = []

    package init() {}

    package var defaults: [OptionDefault] { [OptionDefault("tolerance", String(Tolerances.usual))] }

    /// What files say that they were written by.
    static let program = "refit \(Version.current)"

    package func run(in session: Session) throws -> CellOutput {
        let model = try session.presentModel()
        let file = session.workspace.writing(path.typed)
        _ = try ModelFormat.supported(path.typed)
        let written = try model.save(to: file, writtenBy: Self.program)
        session.recorder.files.wrote(file)
        session.noteExport()
        let folder = session.runFolderTyped(forModel: path.typed)
        let result: JSONValue = [
            "path": .text(path.typed), "size_bytes": .integer(written.sizeBytes),
            "model_digest": .text(written.modelDigest), "run": .text(folder),
        ]
        if !session.workspace.isScratch {
            try session.writeRun(
                in: session.runFolder(forModel: path.typed), named: Path.stem(of: path.typed), output: result, by: self,
                result: (model, file), tolerances: tolerance.tolerances)
        }
        var output = CellOutput(
            result: result,
            blocks: [
                .prose(
                    """
                    \(path.typed): \(Numerals.bytes(written.sizeBytes)), \
                    model \(Numerals.short(digest: written.modelDigest)), run \(folder)
                    """)
            ])
        output.volatileWords = [Numerals.bytes(written.sizeBytes)]
        return output
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

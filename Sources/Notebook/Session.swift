package import Datasets
package import Experiments
import Files
package import Features
package import Learning
package import Training
package import Values

/// What the cells of one notebook share: datasets, settings, the model, the feedback database.
package final class Session {
    /// The loaded datasets, in the order they were loaded.
    package var datasets: [NamedDataset] = []
    /// The vectorizer's settings for the next `fit`.
    package var vectorizer = HashingVectorizerSettings() {
        didSet { isVectorizerChosen = true }
    }
    /// Whether a person has said how texts become rows since a model was last taken up.
    private var isVectorizerChosen = false
    /// The vectorizer for a model that does not say how its texts became rows; `nil` where that would be a guess.
    package var chosenVectorizer: HashingVectorizerSettings? { isVectorizerChosen ? vectorizer : nil }
    /// The classifier's settings for the next `fit`.
    package var classifier = SGDClassifierSettings()
    /// The present model.
    package private(set) var model: TextClassifier?
    /// The feedback database that `feedback open` named.
    package var feedbackPath: String?
    /// The cells that have run.
    package internal(set) var cells: [Cell] = []
    var outputBytes = 0
    /// The form in which results are written.
    package var mode = OutputMode.text
    /// Whether `mode` leaves the form as it is, since a program reads the results.
    package var keepsMode = false
    /// Whether each cell's time is shown.
    package var showsTime = false
    /// The number of columns that text output should fit.
    package var width = 80
    /// Whether `quit` was asked for.
    package var isOver = false
    /// The commands that `rerun` wants to have run next.
    package var pendingCells: [String] = []
    /// Says something on standard error while a command runs.
    package var diagnose: ((String) -> Void)?
    /// Watches over the running command.
    package var monitor: (any WorkMonitor)?

    /// What `set` has declared.
    package var parameters = SessionParameters()

    /// The latest value of each figure that a cell has found out, by its key in JSON results.
    package private(set) var figures: [String: JSONValue] = [:]

    /// Whether an export may leave a record of the commands: a single command from bash saves what only a record needs.
    package var isRecorded = true

    /// Where the cells are written down as they run; `nil` where nothing is kept.
    package var log: SessionLog?

    /// Where the files lie that cells name.
    package let workspace: Workspace
    /// What a record of this session is made of.
    package let recorder = RunRecorder()
    /// Where finished trials of comparisons are kept until the comparison is done; `nil` keeps none.
    package var trialFolder: String?
    /// The refit that replays run; `nil` where this process may start none.
    package var program: String?

    /// Whether the present model has learned something that no file holds.
    package private(set) var hasUnsavedModel = false
    private var history: [ModelState] = []

    /// How many changes of the model `undo` can take back; models share what they have in common.
    private static let undoLevels = 10

    private struct ModelState {
        var model: TextClassifier?
        var change: String
    }

    /// A session with nothing loaded.
    package init(workspace: Workspace = Workspace()) {
        self.workspace = workspace
    }

    /// A dataset with the name that cells call it by.
    package struct NamedDataset {
        /// The name.
        package var name: String
        /// The path as it was typed.
        package var typed: String
        /// The dataset.
        package var dataset: Dataset
    }
}

extension Session {
    /// Puts a model in the present one's place and remembers the present one for `undo`.
    ///
    /// The arrays of both are shared until one of them changes, so that remembering costs memory once the model
    /// learns, and no time before.
    package func replaceModel(with new: TextClassifier, because change: String) {
        history.append(ModelState(model: model, change: change))
        if history.count > Self.undoLevels { history.removeFirst() }
        model = new
        hasUnsavedModel = true
    }

    /// Takes up a model that comes from a file, with its settings for the next `fit`.
    package func takeUp(_ new: TextClassifier, because change: String) {
        // A model that no file holds is one still, though another stands in its place.
        let wasUnsaved = hasUnsavedModel
        replaceModel(with: new, because: change)
        vectorizer = new.vectorizer.settings
        isVectorizerChosen = false
        classifier = new.classifier.settings
        hasUnsavedModel = wasUnsaved
    }

    /// Remembers that a file holds the present model.
    package func noteExport() {
        hasUnsavedModel = false
    }

    /// Takes back the last change of the model and says which it was; `nil` where there is none to take back.
    package func undo() -> String? {
        guard let state = history.popLast() else { return nil }
        model = state.model
        hasUnsavedModel = model != nil
        return state.change
    }

    /// The present model, looked at where nobody has yet.
    ///
    /// Every command that uses it asks here, so that the one which is the first to use an imported model says where its file
    /// is damaged. Throws that each time until another model takes its place.
    package func presentModel() throws(NotebookError) -> TextClassifier {
        guard let model else {
            throw .refused(
                code: "no_model", message: "there is no model yet",
                remedy: "make one with fit NAME or import PATH, or name a file with --model PATH")
        }
        do {
            try model.check()
        } catch {
            throw .unusableModel(error)
        }
        return model
    }
}

extension Session {
    /// Keeps what a cell has found out, for `expect`.
    func keepFigures(of result: JSONValue) {
        for (key, value) in result.figures() { figures[key] = value }
    }
}

extension Session {
    /// The dataset of that name, or the file at that path loaded with the defaults; `rows` are those that will be used.
    package func dataset(_ name: String, rows: RowRange?) throws -> Dataset {
        let dataset = try dataset(named: name)
        recorder.files.used(dataset, rows: rows ?? .all)
        return dataset
    }

    private func dataset(named name: String) throws -> Dataset {
        if let found = datasets.first(where: { $0.name == name }) { return found.dataset }
        guard workspace.exists(name) else {
            let nearest = Spelling.nearest(to: name, among: datasets.map(\.name))
            throw NotebookError.refused(
                code: "no_dataset", message: "there is no dataset \(name), and no file of that name",
                remedy: nearest.map { "did you mean \($0)?" }
                    ?? (datasets.isEmpty
                        ? "load one with load PATH" : "loaded are \(datasets.map(\.name).joined(separator: ", "))"))
        }
        let dataset = try LoadCommand.load(path: name, in: self)
        keep(dataset, as: name, typed: name)
        return dataset
    }

    /// Gives a dataset a name; a dataset that had the name before is forgotten.
    package func keep(_ dataset: Dataset, as name: String, typed: String) {
        let named = NamedDataset(name: name, typed: typed, dataset: dataset)
        if let index = datasets.firstIndex(where: { $0.name == name }) {
            datasets[index] = named
        } else {
            datasets.append(named)
        }
    }
}

extension Session {
    /// Writes a dataset's documents to the file that a path leads to, whole or not at all, and says what it replaced.
    ///
    /// Refuses to write over a file that a dataset reads.
    func writeDataset(
        to path: PathArgument, _ write: (inout DatasetWriter) throws -> Void
    ) throws -> [String] {
        try writeRows(to: path) { file in
            var writer = try DatasetWriter(path: file)
            try write(&writer)
            try writer.commit()
        }
    }

    /// Has `write` replace the file that a path leads to, and says what it replaced.
    ///
    /// Refuses to write over a file that a dataset reads.
    func writeRows(to path: PathArgument, _ write: (String) throws -> Void) throws -> [String] {
        let file = workspace.writing(path.typed)
        let target = try FileIdentity(of: file)
        for named in datasets where try target != nil && FileIdentity(of: named.dataset.path) == target {
            throw NotebookError.refused(
                code: "dataset_in_use", message: "the dataset \(named.name) reads \(path.typed)",
                remedy: "write to another file: this one would be lost")
        }
        let note = workspace.replacement(path.typed)
        try write(file)
        recorder.files.wrote(file, typed: path.typed)
        return note.map { [$0] } ?? []
    }
}

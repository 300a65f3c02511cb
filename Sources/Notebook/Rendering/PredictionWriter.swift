import Datasets
import Files
import Training
import Values

/// Predictions on their way into a CSV, TSV or JSON Lines file, which appears whole or not at all.
///
/// A line has the row's number, the label and, in full precision, what the model says: the label's probability and that of
/// each class where the loss gives any, and the decision function. Lines of JSON have the keys of `predict`, columns are
/// named after them: `probability_pos` is the probability of the class `pos`.
struct PredictionWriter: ~Copyable {
    private var file: AtomicFile
    private let format: DatasetFormat
    private var pending = ""

    private static let pendingLimit = 256 << 10

    /// Begins a file in the format of its ending, for predictions of a model.
    init(path: String, typed: String, of model: TextClassifier) throws {
        let ending = Path.ending(of: path)
        guard let format = DatasetFormat(ending: ending), [.csv, .tsv, .jsonLines].contains(format) else {
            throw NotebookError.refused(
                code: "unknown_ending", message: "\(typed) does not end in .csv, .tsv or .jsonl",
                remedy: "predictions are written in one of these formats: --to predictions.csv")
        }
        file = try AtomicFile(replacing: path)
        self.format = format
        if format != .jsonLines { append(Self.columns(of: model)) }
    }

    /// Appends the prediction of the row with that number.
    mutating func write(_ prediction: Prediction, row: Int) throws {
        if format == .jsonLines {
            guard case .object(let members) = PredictCommand.value(of: prediction) else { return }
            pending += JSONValue.object([JSONValue.Member(key: "row", value: .integer(row))] + members).text + "\n"
        } else {
            var fields = [String(row), prediction.label.description]
            if let probability = prediction.probability {
                fields.append(String(probability))
                fields += prediction.probabilities.map { String($0.probability) }
            }
            append(fields + prediction.margins.map { String($0) })
        }
        if pending.utf8.count >= Self.pendingLimit { try flush() }
    }

    /// Puts the file in its place.
    consuming func commit() throws {
        try flush()
        try file.commit()
    }

    private static func columns(of model: TextClassifier) -> [String] {
        let labels = model.classes.map(\.description)
        let probabilities = model.givesProbabilities ? ["probability"] + labels.map { "probability_\($0)" } : []
        let margins = labels.count == 2 ? ["decision_function"] : labels.map { "decision_function_\($0)" }
        return ["row", "label"] + probabilities + margins
    }

    private mutating func append(_ fields: [String]) {
        pending += DelimitedLine.text(of: fields, separator: format == .tsv ? "\t" : ",")
    }

    private mutating func flush() throws {
        try file.write(pending)
        pending.removeAll(keepingCapacity: true)
    }
}

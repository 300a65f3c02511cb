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
    /// The model's classes, one of which each prediction is, and each as JSON has it.
    ///
    /// Probabilities come in their order.
    private let classes: [Label]
    private let quotedClasses: [String]
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
        classes = model.classes
        quotedClasses = classes.map { JSONValue($0).text }
        if format != .jsonLines { append(Self.columns(of: model)) }
    }

    /// Appends the prediction of the row with that number.
    mutating func write(_ prediction: Prediction, row: Int) throws {
        if format == .jsonLines {
            appendObject(prediction, row: row)
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

    /// Appends what ``PredictCommand/value(of:)`` says, with the row's number in front of it.
    ///
    /// Not as a value, the making of which took more time than all else that becomes of a prediction.
    private mutating func appendObject(_ prediction: Prediction, row: Int) {
        pending += "{\"row\":"
        pending += String(row)
        pending += ",\"label\":"
        pending += classes.firstIndex(of: prediction.label).map { quotedClasses[$0] } ?? "null"
        pending += ",\"probability\":"
        appendNumber(prediction.probability)
        pending += ",\"probabilities\":["
        for (index, share) in prediction.probabilities.enumerated() {
            pending += index == 0 ? "{\"label\":" : ",{\"label\":"
            pending += quotedClasses[index]
            pending += ",\"probability\":"
            appendNumber(share.probability)
            pending += "}"
        }
        pending += "],\"decision_function\":["
        for (index, margin) in prediction.margins.enumerated() {
            if index > 0 { pending += "," }
            appendNumber(margin)
        }
        pending += "]}\n"
    }

    private mutating func appendNumber(_ number: Double?) {
        pending += number.map(JSONValue.text) ?? "null"
    }

    private mutating func flush() throws {
        try file.write(pending)
        pending.removeAll(keepingCapacity: true)
    }
}

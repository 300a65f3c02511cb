import Features
import Foundation
import Learning
import ModelFiles
import Values

/// What a run says in MLflow's words: parameters, metrics and tags, each the text of one file.
struct MLflowContents {
    /// The name of a file and what it holds.
    struct Entry {
        /// The name, which is safe (see ``MLflowKey``).
        var key: String
        /// The text.
        var text: String
    }

    /// The run's name.
    var name: String
    /// Who exported it.
    var user: String
    /// When the session began, in milliseconds since 1970; 0 where the record does not say.
    var started: Int
    /// When the record was written.
    var ended: Int
    /// Settings and seeds.
    var parameters: [Entry]
    /// Figures, as lines of time, value and step.
    var metrics: [Entry]
    /// MLflow's tags and refit's.
    var tags: [Entry]

    /// Puts a run into MLflow's words.
    init(_ record: RunRecord, batches: [BatchFigures], model: SavedModel?) {
        func milliseconds(_ time: String) -> Int? {
            (try? Date(time, strategy: .iso8601)).map { Int($0.timeIntervalSince1970 * 1000) }
        }
        let started = milliseconds(record.volatile.started) ?? 0
        name = record.name
        user = NSUserName()
        self.started = started
        ended = max(started, milliseconds(record.volatile.ended) ?? started)
        parameters = Self.parameters(of: record, model: model)
        metrics = Self.metrics(of: record, batches: batches, time: ended)
        tags = Self.tags(of: record, model: model, user: user)
    }

    /// The longest values that MLflow takes.
    private static let longestParameter = 6000
    private static let longestTag = 8000

    /// The text up to a length, with a mark where it was longer; the record has the whole.
    private static func cut(_ text: String, to longest: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > longest else { return text }
        let mark = " [cut; record.json has all]"
        return String(String.UnicodeScalarView(scalars.prefix(longest - mark.unicodeScalars.count))) + mark
    }

    private static func parameters(of record: RunRecord, model: SavedModel?) -> [Entry] {
        var values = [("name", record.name)]
        func add(_ parameters: [Parameter], of part: String) {
            for parameter in parameters {
                // As MLflow's own autologging has them: a text without quotes, all else as Python writes it.
                var text = parameter.value.description
                if case .text(let value) = parameter.value, !value.isEmpty,
                    value.unicodeScalars.allSatisfy({ $0 >= " " })
                {
                    text = value
                }
                values.append(("\(part).\(parameter.name)", text))
            }
        }
        if let model {
            add(model.vectorizer?.parameters ?? [], of: "vectorizer")
            add(model.classifier.settings.parameters, of: "classifier")
        }
        for cell in record.cells {
            if let seed = cell.seed { values.append(("seed.cell_\(cell.number)", String(seed))) }
        }
        return entries(values, longest: longestParameter)
    }

    private static func entries(_ values: [(String, String)], longest: Int) -> [Entry] {
        var keys = MLflowKey()
        return values.map { Entry(key: keys.name(for: $0.0), text: cut($0.1, to: longest)) }
    }

    private static func tags(of record: RunRecord, model: SavedModel?, user: String) -> [Entry] {
        let environment = record.volatile.environment
        var tags: [(String, String?)] = [
            ("mlflow.runName", record.name), ("mlflow.user", user), ("mlflow.source.name", "refit"),
            ("mlflow.source.type", "LOCAL"), ("mlflow.source.git.commit", environment.commit),
            ("mlflow.note.content", record.notes.isEmpty ? nil : record.notes.joined(separator: "\n\n")),
            ("refit.record_version", String(RunRecord.version)), ("refit.version", environment.refit),
            ("refit.git.dirty", environment.isDirty.map { $0 ? "true" : "false" }),
            ("refit.model_digest", record.model?.modelDigest ?? model?.digest),
        ]
        for (index, input) in record.inputs.enumerated() {
            tags.append(("refit.input.\(index + 1).kind", input.kind.rawValue))
            tags.append(("refit.input.\(index + 1).path", input.typed))
            tags.append(("refit.input.\(index + 1).sha256", input.sha256))
            tags.append(
                ("refit.input.\(index + 1).rows", input.rows.isEmpty ? nil : input.rows.joined(separator: ", ")))
            tags.append(("refit.input.\(index + 1).last_row", input.lastRow.map { String($0) }))
        }
        return entries(tags.compactMap { tag in tag.1.map { (tag.0, $0) } }, longest: longestTag)
    }
}

// Metrics.
extension MLflowContents {
    /// The latest value of each figure, and the progressive figures of all batches.
    ///
    /// A point's step is the number of documents learned in the run up to it: the count goes on from one command to the
    /// next, so that steps never go back. No time of a batch is known, and all points have the time of the record.
    private static func metrics(of record: RunRecord, batches: [BatchFigures], time: Int) -> [Entry] {
        var points: [(key: String, lines: [String])] = []
        var places: [String: Int] = [:]
        func place(of key: String) -> Int {
            if let place = places[key] { return place }
            places[key] = points.count
            points.append((key, []))
            return points.count - 1
        }
        func add(_ key: String, _ value: Double?, step: Int) {
            guard let value, value.isFinite else { return }
            points[place(of: key)].lines.append("\(time) \(value) \(step)")
        }

        var learned = 0
        var before = 0
        var cell: Int?
        for batch in batches {
            if batch.cell != cell {
                before = learned
                cell = batch.cell
            }
            learned = before + batch.documents
            add("progressive_accuracy", batch.progressiveAccuracy, step: learned)
            add("progressive_log_loss", batch.progressiveLogLoss, step: learned)
        }

        var latest: [(key: String, value: Double)] = []
        var latestPlaces: [String: Int] = [:]
        for figure in record.cells.flatMap(\.figures) {
            let value: Double
            switch figure.value {
            case .integer(let number): value = Double(number)
            case .real(let number): value = number
            // No longer known, so that an earlier value must not stand for it.
            case .null: value = .nan
            default: continue
            }
            if let place = latestPlaces[figure.key] {
                latest[place].value = value
            } else {
                latestPlaces[figure.key] = latest.count
                latest.append((figure.key, value))
            }
        }
        latest.append(("seconds", record.volatile.cells.reduce(0) { $0 + $1.seconds }))
        if let peak = record.volatile.peakMemoryBytes { latest.append(("peak_memory_bytes", Double(peak))) }
        // The batches have said the progressive figures already, up to the last.
        for figure in latest.sorted(by: { $0.key < $1.key }) where places[figure.key] == nil {
            add(figure.key, figure.value, step: learned)
        }

        var keys = MLflowKey()
        return points.map { Entry(key: keys.name(for: $0.key), text: $0.lines.joined(separator: "\n") + "\n") }
    }
}

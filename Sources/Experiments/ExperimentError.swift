import Datasets
import Features
package import Files
package import ModelFiles
package import Training
package import Values

/// What can go wrong with runs and their records.
package enum ExperimentError: DamageError {
    /// A file of a run's folder has bytes that do not belong there.
    case damaged(FileDamage)
    /// There is no record at a path.
    case notARun(path: String)
    /// A file is no record: it has no `record_version`.
    case foreign(path: String)
    /// A record was written by a later refit.
    case later(path: String, version: Int)
    /// A file of a run's folder is larger than any that refit writes.
    case tooLarge(path: String, bytes: Int, most: Int)
    /// What lies where a run would be written was not written by refit.
    case notOurs(path: String, reason: String)
    /// The system refused something.
    case file(FileError)
    /// The model of a run cannot be written or read.
    case model(ModelFileError)
    /// A replay could not be begun or watched over.
    case replay(path: String, reason: String)
    /// There is no feedback that a model has not seen.
    case noFeedback(path: String)
    /// No row of feedback that a model has not seen can be learned by it.
    case noGoodFeedback(path: String, rows: [Int64])
    /// Feedback was changed while ways of feeding it back were compared.
    case changedMeanwhile(path: String)
    /// Feedback has too many rows to be put into other orders in memory.
    case tooMuchFeedback(rows: Int)
    /// Rows that a model is to learn again do not fit into memory.
    case tooManyBaseRows(rows: Int)
    /// There are no rows that a model could learn again.
    case noBaseRows
    /// There are too few documents to judge models on.
    case noTestDocuments(found: Int)
    /// Two models that are to be compared tell other classes apart.
    case differentClasses([Label], [Label])
    /// Rows are both to be learned and to judge models by.
    case sharedRows(count: Int)
    /// Feedback made to order takes more rows of a label, or of all others where it is `nil`, than there are.
    case tooFewRows(label: Label?, wanted: Int, found: Int)
    /// A share is asked for of a label that no document has.
    case unknownLabel(label: Label, classes: [Label])
    /// Another label is asked for where all documents have this one.
    case oneLabel(label: Label)
    /// A trial's process has failed.
    case trial(reason: String)
    /// Feedback cannot be read.
    case update(UpdateError)
    /// A vectorizer of several, by the settings that tell them apart, makes no model.
    case vectorizer([Parameter], TrainingError)
    /// A model cannot learn or judge.
    case training(TrainingError)
    /// The person pressed Ctrl-C.
    case interrupted
    /// The person pressed Ctrl-C in a comparison that keeps the trials that are done.
    case interruptedComparison

    package var code: String {
        switch self {
        case .damaged: "damaged_record"
        case .notARun: "no_run"
        case .foreign: "foreign_record"
        case .later: "later_record"
        case .tooLarge: "record_too_large"
        case .notOurs: "not_a_run_of_refit"
        case .file(let error): error.code
        case .model(let error): error.code
        case .replay: "replay_failed"
        case .noFeedback: "no_feedback"
        case .noGoodFeedback: "bad_rows"
        case .changedMeanwhile: "changed_meanwhile"
        case .tooMuchFeedback: "too_much_feedback"
        case .tooManyBaseRows: "too_many_base_rows"
        case .noBaseRows: "no_base_rows"
        case .noTestDocuments: "no_test_documents"
        case .differentClasses: "different_classes"
        case .sharedRows: "shared_rows"
        case .tooFewRows: "too_few_rows"
        case .unknownLabel: "unknown_label"
        case .oneLabel: "one_label"
        case .trial: "trial_failed"
        case .update(let error): error.code
        case .training(let error), .vectorizer(_, let error): error.code
        case .interrupted, .interruptedComparison: "interrupted"
        }
    }

    package var message: String {
        switch self {
        case .damaged(let damage):
            "\(damage.path) is damaged\(damage.byteOffset.map { " at byte \($0)" } ?? ""): \(damage.field) should be "
                + "\(damage.expected), but it is \(damage.actual)"
        case .notARun(let path): "there is no run at \(path): no record.json is there"
        case .foreign(let path): "\(path) is no record of a run: it has no record_version"
        case .later(let path, let version):
            "\(path) has record_version \(version), and this refit reads up to \(RunRecord.version)"
        case .tooLarge(let path, let bytes, let most): "\(path) has \(bytes) bytes, and \(most) are the most"
        case .notOurs(let path, let reason): "a run cannot be written to \(path), which refit did not write: \(reason)"
        case .file(let error): error.message
        case .model(let error): error.message
        case .replay(let path, let reason): "cannot replay \(path): \(reason)"
        case .noFeedback(let path): "\(path) has no feedback that the model has not learned"
        case .changedMeanwhile(let path): "rows of \(path) were changed or deleted while they were compared"
        case .noGoodFeedback(let path, let rows):
            "\(path) has \(Numerals.counted(rows.count, "row")) that the model has not learned, and can learn none of them"
        case .tooMuchFeedback(let rows): "\(rows) rows of feedback do not fit into memory to be put into other orders"
        case .tooManyBaseRows(let rows): "\(rows) rows to be learned again do not fit into memory"
        case .noBaseRows: "there are no rows to be learned again"
        case .noTestDocuments(let found): "models are judged on at least 2 test documents, and there are \(found)"
        case .differentClasses(let a, let b): "the two models have different classes: \(a.listed); and \(b.listed)"
        case .sharedRows(let count):
            "\(count) \(count == 1 ? "row is" : "rows are") both to be learned and to judge models by"
        case .tooFewRows(let label, let wanted, let found):
            "\(wanted) \(wanted == 1 ? "row is" : "rows are") wanted"
                + (label.map { " with the label \($0.quoted)" } ?? "")
                + ", and there \(found == 1 ? "is" : "are") \(found)"
        case .unknownLabel(let label, let classes):
            "no document has the label \(label.quoted); the labels are \(classes.listed)"
        case .oneLabel(let label): "all documents have the label \(label.quoted), and there is no other to give them"
        case .trial(let reason): "a trial has failed: \(reason)"
        case .update(let error): error.message
        case .vectorizer(let settings, let error):
            settings.map { "\($0.name)=\(String($0.value.description.prefix(40)))" }.joined(separator: " ")
                + ": \(error.message)"
        case .training(let error): error.message
        case .interrupted: "interrupted; nothing was changed"
        case .interruptedComparison: "interrupted; the trials that are done are kept"
        }
    }

    package var remedy: String? {
        switch self {
        case .damaged: "take the file from where the run came from, or run its script.refit anew to make another record"
        case .notARun: "name a run's folder, such as models/movies.run or experiments/NAME, or its record.json"
        case .foreign: "records are written by export and by comparisons"
        case .later: "read it with the refit that wrote it, or a later one"
        case .tooLarge: "it is no file that refit has written"
        case .notOurs: "nothing was changed; move it away, or export under another name"
        case .file(let error): error.remedy
        case .model(let error): error.remedy
        case .changedMeanwhile: "nothing is reported: ask again, of a copy if the database keeps changing"
        case .noGoodFeedback:
            "update --dry-run says what is wrong with each: a label that the model does not know, or no text"
        case .noFeedback: "add some with feedback import, or begin from a model that has not learned it"
        case .tooMuchFeedback: "replicate by seed, or import fewer rows into another database"
        case .tooManyBaseRows: "name fewer with --base-rows; as many as there is feedback are drawn from them"
        case .noBaseRows: "name some that the model has learned with --base-rows"
        case .noTestDocuments: "name more rows with --test-rows"
        case .differentClasses: "compare models that tell all labels of the test documents apart"
        case .sharedRows: "name other rows with --rows and --test-rows, such as :3000 and 3000:"
        case .tooFewRows: "choose more with --rows, or ask for fewer with --count"
        case .unknownLabel: "name one of them"
        case .oneLabel: "take documents with at least two labels"
        case .update(let error): error.remedy
        case .training(let error), .vectorizer(_, let error): error.remedy
        case .interruptedComparison: "the same command goes on where it stopped"
        case .replay, .trial, .interrupted: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .damaged(let damage):
            [
                Parameter("path", .text(damage.path)),
                Parameter("byte_offset", damage.byteOffset.map { .integer(Int64($0)) } ?? .none),
                Parameter("field", .text(damage.field)), Parameter("expected", .text(damage.expected)),
                Parameter("actual", .text(damage.actual)),
            ]
        case .notARun(let path), .foreign(let path): [Parameter("path", .text(path))]
        case .later(let path, let version):
            [Parameter("path", .text(path)), Parameter("record_version", .integer(Int64(version)))]
        case .tooLarge(let path, let bytes, let most):
            [
                Parameter("path", .text(path)), Parameter("bytes", .integer(Int64(bytes))),
                Parameter("most", .integer(Int64(most))),
            ]
        case .file(let error): error.evidence
        case .model(let error): error.evidence
        case .replay(let path, let reason), .notOurs(let path, let reason):
            [Parameter("path", .text(path)), Parameter("reason", .text(reason))]
        case .noFeedback(let path), .changedMeanwhile(let path): [Parameter("path", .text(path))]
        case .noGoodFeedback(let path, let rows):
            [Parameter("path", .text(path)), Parameter("refused_rows", .list(rows.map { .integer($0) }))]
        case .tooMuchFeedback(let rows), .noTestDocuments(let rows), .tooManyBaseRows(let rows),
            .sharedRows(let rows):
            [Parameter("actual", .integer(Int64(rows)))]
        case .differentClasses(let a, let b): [Parameter("a", .text(a.listed)), Parameter("b", .text(b.listed))]
        case .tooFewRows(let label, let wanted, let found):
            (label.map { [Parameter("label", .text($0.excerpt))] } ?? [])
                + [Parameter("expected", .integer(Int64(wanted))), Parameter("actual", .integer(Int64(found)))]
        case .unknownLabel(let label, _), .oneLabel(let label): [Parameter("label", .text(label.excerpt))]
        case .trial(let reason): [Parameter("reason", .text(reason))]
        case .update(let error): error.evidence
        case .training(let error), .vectorizer(_, let error): error.evidence
        case .interrupted, .interruptedComparison, .noBaseRows: []
        }
    }
}

extension ExperimentError {
    /// The error of a stage as this target's.
    init(_ error: any Error) {
        switch error {
        case let error as ExperimentError: self = error
        case let error as TrainingError: self = .training(error)
        case let error as DatasetError: self = .training(.reading(error))
        case let error as FeatureError: self = .training(.features(error))
        case let error as UpdateError: self = .update(error)
        case let error as FileError: self = .file(error)
        case let error as any ExplainedError: self = .trial(reason: error.message)
        default: self = .trial(reason: String(describing: error))
        }
    }
}

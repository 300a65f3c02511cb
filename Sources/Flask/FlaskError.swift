package import Feedback
package import Files
package import ModelFiles
package import Values

/// What can go wrong when an application is written.
package enum FlaskError: ExplainedError {
    /// The system refused something.
    case file(FileError)
    /// The model cannot be written as a pickle.
    case model(ModelFileError)
    /// The feedback cannot be copied.
    case feedback(FeedbackError)
    /// Something is in the folder already.
    case notEmpty(path: String)
    /// The feedback table has no column for the date, which the application writes.
    case noDates(path: String)

    private var cause: (any ExplainedError)? {
        switch self {
        case .file(let error): error
        case .model(let error): error
        case .feedback(let error): error
        case .notEmpty, .noDates: nil
        }
    }

    package var code: String {
        switch self {
        case .file, .model, .feedback: cause?.code ?? "flask"
        case .notEmpty: "folder_not_empty"
        case .noDates: "no_date_column"
        }
    }

    package var message: String {
        switch self {
        case .file, .model, .feedback: cause?.message ?? "the application cannot be written"
        case .notEmpty(let path): "\(path) is there already and not an empty folder"
        case .noDates(let path):
            "the feedback table of \(path) has no column date, and the application's is review_db(review, sentiment, date)"
        }
    }

    package var remedy: String? {
        switch self {
        case .file, .model, .feedback: cause?.remedy
        case .notEmpty:
            "name a new folder; to renew the model of an application, export to its pkl_objects/classifier.pkl"
        case .noDates(let path): "add one: sqlite3 \(path) 'ALTER TABLE review_db ADD COLUMN date TEXT'"
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .file, .model, .feedback: cause?.evidence ?? []
        case .notEmpty(let path), .noDates(let path): [Parameter("path", .text(path))]
        }
    }
}

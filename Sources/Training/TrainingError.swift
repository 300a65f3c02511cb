package import Features
package import Learning
package import ModelFiles
package import Values

/// What can go wrong on the way from documents to a model.
package enum TrainingError: ExplainedError {
    /// The text or its rows, or the settings that say how they are made.
    case features(FeatureError)
    /// The classifier, its settings or the labels.
    case learning(LearningError)
    /// The model's file.
    case modelFile(ModelFileError)
    /// Whatever handed out the documents.
    case reading(any Error)
    /// Whatever took what was found out.
    case writing(any Error)
    /// A document, counted from 0, has a label that is none of the model's classes.
    case unknownLabel(row: Int, label: Label, classes: [Label])
    /// There was nothing to learn from.
    case noDocuments
    /// A model's file does not say how its rows were made.
    case noVectorizer(nFeatures: Int)
    /// The settings of the vectorizer make rows of another width than the model has.
    case otherFeatureCount(expected: Int, actual: Int)
    /// The person stopped the work after so many documents.
    case interrupted(documents: Int)

    private var cause: (any ExplainedError)? {
        switch self {
        case .features(let error): error
        case .learning(let error): error
        case .modelFile(let error): error
        case .reading(let error), .writing(let error): error as? any ExplainedError
        default: nil
        }
    }

    package var code: String {
        switch self {
        case .features, .learning, .modelFile, .reading: cause?.code ?? "reading"
        case .writing: cause?.code ?? "writing"
        case .unknownLabel: "unknown_label"
        case .noDocuments: "no_documents"
        case .noVectorizer: "no_vectorizer"
        case .otherFeatureCount: "other_feature_count"
        case .interrupted: "interrupted"
        }
    }

    package var message: String {
        switch self {
        case .features, .learning, .modelFile, .reading: cause?.message ?? "the documents cannot be read"
        case .writing: cause?.message ?? "the predictions cannot be written"
        case .unknownLabel(let row, let label, let classes):
            "document \(row + 1) of those chosen has the label \(label.quoted), and the model's classes are "
                + classes.listed
        case .noDocuments: "there are no documents to learn from"
        case .noVectorizer: "the model does not say how its texts became rows"
        case .otherFeatureCount(let expected, let actual):
            "the model has \(expected) columns, and the vectorizer makes \(actual)"
        case .interrupted(let documents): "stopped after \(documents) documents; the model is as it was before"
        }
    }

    package var remedy: String? {
        switch self {
        case .features, .learning, .modelFile, .reading, .writing: cause?.remedy
        case .unknownLabel: "leave such rows out, or fit a new model with classes that include the label"
        case .noDocuments: "choose rows that exist"
        case .noVectorizer(let nFeatures):
            "say it first: vectorizer tutorial, or vectorizer n_features=\(nFeatures) and the other settings it was trained with; --model takes --vectorizer tutorial"
        case .otherFeatureCount(let expected, _): "set n_features=\(expected)"
        case .interrupted: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .features, .learning, .modelFile, .reading, .writing: cause?.evidence ?? []
        case .unknownLabel(let row, let label, _):
            [Parameter("row", .integer(Int64(row))), Parameter("actual", .text(label.excerpt))]
        case .noDocuments: []
        case .noVectorizer(let nFeatures): [Parameter("n_features", .integer(Int64(nFeatures)))]
        case .otherFeatureCount(let expected, let actual):
            [Parameter("expected", .integer(Int64(expected))), Parameter("actual", .integer(Int64(actual)))]
        case .interrupted(let documents): [Parameter("documents", .integer(Int64(documents)))]
        }
    }
}

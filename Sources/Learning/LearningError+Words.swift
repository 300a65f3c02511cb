package import Values

extension LearningError {
    package var message: String {
        switch self {
        case .invalidSetting(let name, let value, let expected): "\(name) must be \(expected), not \(value)"
        case .unsupportedSetting(let name, let value, _): "\(name)=\(value) is not supported"
        case .settingsConflict(let name, let value, let other, let reason):
            "\(name)=\(value) does not go with \(other.name)=\(other.value): \(reason)"
        case .settingWithoutEffect(let name, let reason): "\(name) has no effect here: \(reason)"
        case .tooFewClasses(let found):
            "a classifier needs at least 2 classes, and there \(found == 1 ? "is 1" : "are 0")"
        case .invalidFeatureCount(let count): "n_features must be 1 to 2147483647, not \(count)"
        case .weightsTooLarge(let needed, let memory):
            "the weights need \(Self.gigabytes(needed)) GB and the machine has \(Self.gigabytes(memory)) GB"
        case .featureCountChanged(let expected, let actual):
            "the rows have \(actual) columns and the model has \(expected)"
        case .emptyBatch: "there are no rows to learn from"
        case .countMismatch(let name, let expected, let actual): "there are \(expected) rows and \(actual) \(name)"
        case .unknownLabel(let row, let label, let classes):
            "row \(row) has the label \(label.quoted), which is none of the classes \(classes.listed)"
        case .nonFiniteValue(let row, let column): "row \(row) has a value in column \(column) that is not finite"
        case .nonFiniteSampleWeight(let row): "the sample weight of row \(row) is not finite"
        case .noSampleWeight: "all sample weights are 0"
        case .classWeightsOfOtherClasses(let unweighted):
            "class_weight names labels that are no classes and leaves out \(unweighted.listed)"
        case .overflow(let epoch): "the weights grew beyond what a binary64 number holds in epoch \(epoch)"
        case .noProbabilities(let loss): "loss='\(loss.rawValue)' gives no probabilities"
        case .interrupted(let epoch): "stopped after epoch \(epoch); the model is as it was before"
        case .averagingChanged: "average cannot change between 0 and more once a model has learned"
        case .invalidState(let field, let expected, let actual): "\(field) must be \(expected), not \(actual)"
        }
    }

    package var remedy: String? {
        switch self {
        case .unsupportedSetting(_, _, let instead): instead
        case .settingsConflict(let name, _, let other, _): "change \(name) or \(other.name)"
        case .tooFewClasses: "name the classes, or learn from rows that have both labels"
        case .weightsTooLarge: "choose a smaller n_features"
        case .featureCountChanged: "use the vectorizer that the model was trained with"
        case .unknownLabel: "correct the label, or start a model that has this class"
        case .classWeightsOfOtherClasses: "give weights for the model's classes only"
        case .overflow: "choose a smaller eta0 or alpha, or scale the values (norm='l2')"
        case .noProbabilities: "use loss='log_loss' or loss='modified_huber'"
        case .averagingChanged: "begin with another model: classifier average=true, then fit"
        case .invalidState: "the file is damaged, or something else wrote it"
        default: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .invalidSetting(let name, let value, let expected):
            [Parameter("setting", .text(name)), Parameter("expected", .text(expected)), Parameter("actual", value)]
        case .unsupportedSetting(let name, let value, _):
            [Parameter("setting", .text(name)), Parameter("actual", value)]
        case .settingsConflict(let name, let value, let other, _):
            [Parameter("setting", .text(name)), Parameter("actual", value), Parameter("with", .text(other.name))]
        case .settingWithoutEffect(let name, let reason):
            [Parameter("setting", .text(name)), Parameter("reason", .text(reason))]
        case .tooFewClasses(let found): [Self.count("expected", 2), Self.count("actual", found)]
        case .invalidFeatureCount(let actual): [Self.count("actual", actual)]
        case .weightsTooLarge(let needed, let memory):
            [Parameter("bytes_needed", .real(needed)), Parameter("bytes_of_memory", .real(memory))]
        case .featureCountChanged(let expected, let actual):
            [Self.count("expected", expected), Self.count("actual", actual)]
        case .countMismatch(let name, let expected, let actual):
            [Parameter("what", .text(name)), Self.count("expected", expected), Self.count("actual", actual)]
        case .unknownLabel(let row, let label, let classes):
            [
                Self.count("row", row), Parameter("expected", .text(Self.short(classes))),
                Parameter("actual", .text(label.excerpt)),
            ]
        case .nonFiniteValue(let row, let column): [Self.count("row", row), Self.count("column", column)]
        case .nonFiniteSampleWeight(let row): [Self.count("row", row)]
        case .classWeightsOfOtherClasses(let unweighted): [Parameter("unweighted", .text(Self.short(unweighted)))]
        case .overflow(let epoch), .interrupted(let epoch): [Self.count("epoch", epoch)]
        case .noProbabilities(let loss): [Parameter("loss", .text(loss.rawValue))]
        case .invalidState(let field, let expected, let actual):
            [
                Parameter("field", .text(field)), Parameter("expected", .text(expected)),
                Parameter("actual", .text(actual)),
            ]
        case .emptyBatch, .noSampleWeight, .averagingChanged: []
        }
    }

    private static func count(_ name: String, _ value: Int) -> Parameter {
        Parameter(name, .integer(Int64(value)))
    }

    private static func gigabytes(_ bytes: Double) -> String {
        String((bytes / 1e8).rounded(.up) / 10)
    }

    private static func short(_ labels: [Label]) -> String {
        labels.prefix(10).map(\.excerpt).joined(separator: ", ") + (labels.count > 10 ? ", …" : "")
    }
}

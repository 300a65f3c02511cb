package import Values

/// What can go wrong while a classifier is made, learns or predicts.
///
/// Whatever is thrown, the classifier is as it was before the call.
package enum LearningError: ExplainedError {
    /// A setting has a value that it cannot have; `expected` says what it can be.
    case invalidSetting(name: String, value: ParameterValue, expected: String)
    /// A setting of scikit-learn has a value that refit does not offer; `instead` says what to do.
    case unsupportedSetting(name: String, value: ParameterValue, instead: String)
    /// Two settings exclude each other; `reason` says why.
    case settingsConflict(name: String, value: ParameterValue, with: Parameter, reason: String)
    /// A setting has no part in what is to be learned; `reason` says why.
    case settingWithoutEffect(name: String, reason: String)
    /// There are fewer than two classes.
    case tooFewClasses(found: Int)
    /// The number of columns is outside 1…2^31 − 1.
    case invalidFeatureCount(Int)
    /// The weights would not fit into the machine's memory.
    case weightsTooLarge(bytesNeeded: Double, bytesOfMemory: Double)
    /// A batch has another number of columns than the classifier.
    case featureCountChanged(expected: Int, actual: Int)
    /// A batch has no rows.
    case emptyBatch
    /// Labels or sample weights are not one a row.
    case countMismatch(name: String, expected: Int, actual: Int)
    /// A row has a label that is none of the classes.
    case unknownLabel(row: Int, label: Label, classes: [Label])
    /// A row has a value that is infinite or not a number.
    case nonFiniteValue(row: Int, column: Int)
    /// A sample weight is infinite or not a number.
    case nonFiniteSampleWeight(row: Int)
    /// Every sample weight is 0.
    case noSampleWeight
    /// `class_weight` names labels that are no classes and leaves out some that are.
    case classWeightsOfOtherClasses(unweighted: [Label])
    /// The weights grew beyond what binary64 holds.
    case overflow(epoch: Int)
    /// The loss gives margins and no probabilities.
    case noProbabilities(loss: LossName)
    /// The person stopped the work.
    case interrupted(epoch: Int)
    /// A model that has learned with averaging would go on without, or the other way round.
    case averagingChanged
    /// A saved state contradicts itself; `expected` and `actual` describe `field`.
    case invalidState(field: String, expected: String, actual: String)
}

extension LearningError {
    package var code: String {
        switch self {
        case .invalidSetting: "invalid_setting"
        case .unsupportedSetting: "unsupported_setting"
        case .settingsConflict: "settings_conflict"
        case .settingWithoutEffect: "setting_without_effect"
        case .tooFewClasses: "too_few_classes"
        case .invalidFeatureCount: "invalid_feature_count"
        case .weightsTooLarge: "weights_too_large"
        case .featureCountChanged: "feature_count_changed"
        case .emptyBatch: "empty_batch"
        case .countMismatch: "count_mismatch"
        case .unknownLabel: "unknown_label"
        case .nonFiniteValue: "non_finite_value"
        case .nonFiniteSampleWeight: "non_finite_sample_weight"
        case .noSampleWeight: "no_sample_weight"
        case .classWeightsOfOtherClasses: "class_weights_of_other_classes"
        case .overflow: "overflow"
        case .noProbabilities: "no_probabilities"
        case .interrupted: "interrupted"
        case .averagingChanged: "averaging_changed"
        case .invalidState: "invalid_state"
        }
    }
}

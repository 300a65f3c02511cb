package import Text
package import Values

/// What can be wrong with a vectorizer's settings.
package enum FeatureError: Error, Hashable {
    /// A setting that concerns text.
    case text(TextError)
    /// A setting's value that is not one of the kinds or in the range that it may have.
    case invalidSetting(name: String, value: String, expected: String)
    /// A setting's value that scikit-learn has and refit does not.
    case unsupportedSetting(name: String, value: String, reason: String)
}

extension FeatureError: ExplainedError {
    package var code: String {
        switch self {
        case .text(let error): error.code
        case .invalidSetting: "invalid_setting"
        case .unsupportedSetting: "unsupported_setting"
        }
    }

    package var message: String {
        switch self {
        case .text(let error): error.message
        case .invalidSetting(let name, let value, let expected): "\(name)=\(value) is not \(expected)"
        case .unsupportedSetting(let name, let value, _): "\(name)=\(value) is not supported"
        }
    }

    package var remedy: String? {
        switch self {
        case .text(let error): error.remedy
        case .invalidSetting: nil
        case .unsupportedSetting(_, _, let reason): reason
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .text(let error): error.evidence
        case .invalidSetting(let name, let value, let expected):
            [
                Parameter("setting", .text(name)), Parameter("actual", .text(value)),
                Parameter("expected", .text(expected)),
            ]
        case .unsupportedSetting(let name, let value, _):
            [Parameter("setting", .text(name)), Parameter("actual", .text(value))]
        }
    }
}

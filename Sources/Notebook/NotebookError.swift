package import Experiments
package import Values

/// What can go wrong with a cell.
package enum NotebookError: ExplainedError {
    /// The text of a cell cannot be read as commands; `range` counts characters of the cell's text.
    case syntax(message: String, remedy: String?, range: Range<Int>)
    /// A command cannot be carried out in the session as it is.
    case refused(code: String, message: String, remedy: String?)
    /// A stage that a command called has failed.
    case stage(any ExplainedError)
    /// The present model's file is not what it says of itself, which a first use has shown.
    case unusableModel(any ExplainedError)
    /// A figure is not as a script expects it.
    case unmet(figure: String, expected: String, actual: String)
    /// What a script expects cannot be judged, since the figure has no value here.
    case undecided(figure: String)
    /// An input of a replayed run has another digest than it had.
    case otherInput(RunInput.Key, expected: String, actual: String)
    /// Something outside refit's own targets has failed.
    case other(String)

    /// The error as a cell's error; one that already is, is kept.
    package init(_ error: any Error) {
        switch error {
        case let error as NotebookError: self = error
        case let error as any ExplainedError: self = .stage(error)
        default: self = .other(String(describing: error))
        }
    }

    package var code: String {
        switch self {
        case .syntax: "syntax"
        case .refused(let code, _, _): code
        case .stage(let error), .unusableModel(let error): error.code
        case .unmet: "expectation_unmet"
        case .undecided: "expectation_undecided"
        case .otherInput: "other_input"
        case .other: "other"
        }
    }

    package var message: String {
        switch self {
        case .syntax(let message, _, _), .refused(_, let message, _), .other(let message): message
        case .stage(let error), .unusableModel(let error): error.message
        case .unmet(let figure, let expected, let actual): "expected \(figure) \(expected), but it is \(actual)"
        case .undecided(let figure): "\(figure) has no value here, so nothing can be expected of it"
        case .otherInput(let input, let expected, let actual):
            "\(input.typed) has the digest \(actual), and the run had \(expected)"
        }
    }

    package var remedy: String? {
        switch self {
        case .syntax(_, let remedy, _), .refused(_, _, let remedy): remedy
        case .stage(let error): error.remedy
        case .unusableModel: "the present model is not to be used: undo brings back the one before it"
        case .undecided: "see help expect; a log loss needs a loss with probabilities, an ROC AUC two classes"
        case .otherInput: "look for the data that the run had, with replay --data FOLDER"
        case .unmet, .other: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .stage(let error), .unusableModel(let error): error.evidence
        case .unmet(let figure, let expected, let actual):
            [
                Parameter("figure", .text(figure)), Parameter("expected", .text(expected)),
                Parameter("actual", .text(actual)),
            ]
        case .undecided(let figure): [Parameter("figure", .text(figure))]
        case .otherInput(let input, let expected, let actual):
            [
                Parameter("path", .text(input.typed)), Parameter("kind", .text(input.kind.rawValue)),
                Parameter("expected", .text(expected)),
                Parameter("actual", .text(actual)),
            ]
        case .syntax, .refused, .other: []
        }
    }

    /// The characters of the cell's text that the error is about, where it is about some.
    package var range: Range<Int>? {
        guard case .syntax(_, _, let range) = self else { return nil }
        return range
    }
}

extension NotebookError {
    /// The status with which a script ends at this error.
    package var exitStatus: ExitStatus {
        switch self {
        case .unmet: .differs
        case .undecided, .otherInput, .refused(code: "no_input", _, _): .undecided
        case .syntax, .refused, .stage, .unusableModel, .other: .failed
        }
    }
}

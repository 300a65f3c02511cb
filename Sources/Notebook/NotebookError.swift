package import Values

/// What can go wrong with a cell.
package enum NotebookError: ExplainedError {
    /// The text of a cell cannot be read as commands; `range` counts characters of the cell's text.
    case syntax(message: String, remedy: String?, range: Range<Int>)
    /// A command cannot be carried out in the session as it is.
    case refused(code: String, message: String, remedy: String?)
    /// A stage that a command called has failed.
    case stage(any ExplainedError)
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
        case .stage(let error): error.code
        case .other: "other"
        }
    }

    package var message: String {
        switch self {
        case .syntax(let message, _, _), .refused(_, let message, _), .other(let message): message
        case .stage(let error): error.message
        }
    }

    package var remedy: String? {
        switch self {
        case .syntax(_, let remedy, _), .refused(_, _, let remedy): remedy
        case .stage(let error): error.remedy
        case .other: nil
        }
    }

    package var evidence: [Parameter] {
        guard case .stage(let error) = self else { return [] }
        return error.evidence
    }

    /// The characters of the cell's text that the error is about, where it is about some.
    package var range: Range<Int>? {
        guard case .syntax(_, _, let range) = self else { return nil }
        return range
    }
}

package import Values

/// What can go wrong between a person and the notebook; none of it ends the session.
package enum ShellError: ExplainedError, Hashable {
    /// The history cannot be read.
    case unreadableHistory(path: String, reason: String)
    /// The history cannot be written.
    case unwritableHistory(path: String, reason: String)
    /// The history is no text; it was moved out of the way.
    case damagedHistory(path: String, movedTo: String)

    package var code: String {
        switch self {
        case .unreadableHistory: "unreadable_history"
        case .unwritableHistory: "unwritable_history"
        case .damagedHistory: "damaged_history"
        }
    }

    package var message: String {
        switch self {
        case .unreadableHistory(let path, let reason): "the history \(path) cannot be read: \(reason)"
        case .unwritableHistory(let path, let reason): "the history \(path) cannot be written: \(reason)"
        case .damagedHistory(let path, let movedTo): "the history \(path) is damaged and was moved to \(movedTo)"
        }
    }

    package var remedy: String? {
        switch self {
        case .unreadableHistory, .unwritableHistory:
            "this session's lines are not kept; make the file yours and writable, or set XDG_STATE_HOME"
        case .damagedHistory: "a new one begins with this session"
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .unreadableHistory(let path, let reason), .unwritableHistory(let path, let reason):
            [Parameter("path", .text(path)), Parameter("reason", .text(reason))]
        case .damagedHistory(let path, let movedTo):
            [Parameter("path", .text(path)), Parameter("moved_to", .text(movedTo))]
        }
    }
}

package import Values

/// What can go wrong with bytes on disk.
package enum FileError: ExplainedError {
    /// The system refused a call on a path; `reason` is the system's own text.
    case system(path: String, operation: String, reason: String)

    package var code: String { "file_system" }

    package var message: String {
        switch self {
        case .system(let path, let operation, let reason): "cannot \(operation) \(path): \(reason)"
        }
    }

    package var remedy: String? { nil }

    package var evidence: [Parameter] {
        switch self {
        case .system(let path, let operation, let reason):
            [
                Parameter("path", .text(path)), Parameter("operation", .text(operation)),
                Parameter("reason", .text(reason)),
            ]
        }
    }
}

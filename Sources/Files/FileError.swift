package import Values

/// What can go wrong with bytes on disk.
package enum FileError: ExplainedError {
    /// The system refused a call on a path; `reason` is the system's own text.
    case system(path: String, operation: String, reason: String)
    /// A folder, a pipe or a device stands where a file would be written.
    case noRegularFile(path: String)
    /// The person pressed Ctrl-C during a wait.
    case interrupted(operation: String, path: String)
    /// Another program replaced or changed a file between its reading and its writing.
    case changedMeanwhile(path: String)

    package var code: String {
        switch self {
        case .system: "file_system"
        case .noRegularFile: "no_regular_file"
        case .interrupted: "interrupted"
        case .changedMeanwhile: "file_changed"
        }
    }

    package var message: String {
        switch self {
        case .system(let path, let operation, let reason): "cannot \(operation) \(path): \(reason)"
        case .noRegularFile(let path): "cannot replace \(path): it is no regular file"
        case .interrupted(let operation, let path): "interrupted before it could \(operation) \(path)"
        case .changedMeanwhile(let path): "another program changed \(path) after it was read"
        }
    }

    package var remedy: String? {
        switch self {
        case .system, .interrupted: nil
        case .noRegularFile: "nothing was written; name another file"
        case .changedMeanwhile: "nothing was written; run the command again to begin from the file as it is now"
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .system(let path, let operation, let reason):
            [
                Parameter("path", .text(path)), Parameter("operation", .text(operation)),
                Parameter("reason", .text(reason)),
            ]
        case .interrupted(let operation, let path):
            [Parameter("path", .text(path)), Parameter("operation", .text(operation))]
        case .noRegularFile(let path), .changedMeanwhile(let path): [Parameter("path", .text(path))]
        }
    }
}

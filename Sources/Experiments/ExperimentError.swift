package import Files
package import ModelFiles
package import Values

/// What can go wrong with runs and their records.
package enum ExperimentError: DamageError {
    /// A file of a run's folder has bytes that do not belong there.
    case damaged(FileDamage)
    /// There is no record at a path.
    case notARun(path: String)
    /// A file is no record: it has no `record_version`.
    case foreign(path: String)
    /// A record was written by a later refit.
    case later(path: String, version: Int)
    /// A file of a run's folder is larger than any that refit writes.
    case tooLarge(path: String, bytes: Int, most: Int)
    /// What lies where a run would be written was not written by refit.
    case notOurs(path: String, reason: String)
    /// The system refused something.
    case file(FileError)
    /// The model of a run cannot be written or read.
    case model(ModelFileError)
    /// A replay could not be begun or watched over.
    case replay(path: String, reason: String)
    /// The person pressed Ctrl-C.
    case interrupted

    package var code: String {
        switch self {
        case .damaged: "damaged_record"
        case .notARun: "no_run"
        case .foreign: "foreign_record"
        case .later: "later_record"
        case .tooLarge: "record_too_large"
        case .notOurs: "not_a_run_of_refit"
        case .file(let error): error.code
        case .model(let error): error.code
        case .replay: "replay_failed"
        case .interrupted: "interrupted"
        }
    }

    package var message: String {
        switch self {
        case .damaged(let damage):
            "\(damage.path) is damaged\(damage.byteOffset.map { " at byte \($0)" } ?? ""): \(damage.field) should be "
                + "\(damage.expected), but it is \(damage.actual)"
        case .notARun(let path): "there is no run at \(path): no record.json is there"
        case .foreign(let path): "\(path) is no record of a run: it has no record_version"
        case .later(let path, let version):
            "\(path) has record_version \(version), and this refit reads up to \(RunRecord.version)"
        case .tooLarge(let path, let bytes, let most): "\(path) has \(bytes) bytes, and \(most) are the most"
        case .notOurs(let path, let reason): "a run cannot be written to \(path), which refit did not write: \(reason)"
        case .file(let error): error.message
        case .model(let error): error.message
        case .replay(let path, let reason): "cannot replay \(path): \(reason)"
        case .interrupted: "interrupted; nothing was changed"
        }
    }

    package var remedy: String? {
        switch self {
        case .damaged: "take the file from where the run came from, or run its script.refit anew to make another record"
        case .notARun: "name a run's folder, such as models/movies.run or experiments/NAME, or its record.json"
        case .foreign: "records are written by export and by comparisons"
        case .later: "read it with the refit that wrote it, or a later one"
        case .tooLarge: "it is no file that refit has written"
        case .notOurs: "nothing was changed; move it away, or export under another name"
        case .file(let error): error.remedy
        case .model(let error): error.remedy
        case .replay, .interrupted: nil
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .damaged(let damage):
            [
                Parameter("path", .text(damage.path)),
                Parameter("byte_offset", damage.byteOffset.map { .integer(Int64($0)) } ?? .none),
                Parameter("field", .text(damage.field)), Parameter("expected", .text(damage.expected)),
                Parameter("actual", .text(damage.actual)),
            ]
        case .notARun(let path), .foreign(let path): [Parameter("path", .text(path))]
        case .later(let path, let version):
            [Parameter("path", .text(path)), Parameter("record_version", .integer(Int64(version)))]
        case .tooLarge(let path, let bytes, let most):
            [
                Parameter("path", .text(path)), Parameter("bytes", .integer(Int64(bytes))),
                Parameter("most", .integer(Int64(most))),
            ]
        case .file(let error): error.evidence
        case .model(let error): error.evidence
        case .replay(let path, let reason), .notOurs(let path, let reason):
            [Parameter("path", .text(path)), Parameter("reason", .text(reason))]
        case .interrupted: []
        }
    }
}

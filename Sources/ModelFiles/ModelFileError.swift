package import Files
package import Values

/// What can go wrong with a model file.
package enum ModelFileError: DamageError {
    /// The system refused to read or write it.
    case file(FileError)
    /// Its name ends in nothing that says how it is written.
    case unknownEnding(path: String)
    /// joblib wrote it, or its name says so; `byteOffset` is where a pickle names joblib, `nil` where all of it is packed or
    /// nothing of it was read.
    case joblib(path: String, byteOffset: Int?)
    /// It is something other than a regular file, such as a folder or a pipe.
    case notAFile(path: String)
    /// It can be read, but what it holds is no model of refit's.
    case notAModel(path: String, missing: String)
    /// A later refit wrote it, in a form that this one does not know.
    case laterFormat(path: String, version: Int64)
    /// It names a type or an attribute that no model of refit's is made of; nothing was imported or called.
    case forbidden(path: String, name: String, byteOffset: Int?, reason: String)
    /// Its bytes are not what they must be.
    case damaged(Damage)
    /// The model itself may not be written, such as one with a weight that is not finite.
    case unwritable(field: String, reason: String)

    /// Where the bytes of a file are wrong, and how.
    package typealias Damage = FileDamage

    package var code: String {
        switch self {
        case .file(let error): error.code
        case .unknownEnding: "unknown_model_ending"
        case .joblib: "joblib_file"
        case .notAFile: "not_a_file"
        case .notAModel: "not_a_refit_model"
        case .laterFormat: "later_model_format"
        case .forbidden: "forbidden_in_model_file"
        case .damaged: "damaged_model_file"
        case .unwritable: "unwritable_model"
        }
    }

    package var message: String {
        switch self {
        case .file(let error): error.message
        case .unknownEnding(let path): "\(path) does not end like a model file"
        case .joblib(let path, let byteOffset):
            "\(path) is joblib's, which refit does not read or write" + (byteOffset.map { " (byte \($0))" } ?? "")
        case .notAFile(let path): "\(path) is not a regular file"
        case .notAModel(let path, let missing): "\(path) holds no model that refit can take up: \(missing) is missing"
        case .laterFormat(let path, let version):
            "\(path) is written in model format \(version), and this refit knows format \(SavedModel.formatVersion)"
        case .forbidden(let path, let name, let byteOffset, let reason):
            "\(path) is refused: \(name) \(reason)" + (byteOffset.map { " (byte \($0))" } ?? "")
        case .damaged(let damage):
            "\(damage.path) is damaged: \(damage.field) should be \(damage.expected), but it is \(damage.actual)"
                + (damage.byteOffset.map { " (byte \($0))" } ?? "")
        case .unwritable(let field, let reason): "the model cannot be written: \(field) \(reason)"
        }
    }

    package var remedy: String? {
        switch self {
        case .file: nil
        case .unknownEnding: "give it a name that ends in .safetensors, .pkl or .skops"
        case .joblib:
            "save the classifier by pickle.dump or skops.io.dump; of a file that you trust: "
                + "pickle.dump(joblib.load('model.joblib'), open('model.pkl', 'wb'))"
        case .notAFile: "name the model file itself"
        case .notAModel: "name a file that refit's export, or a fitted SGDClassifier's, has written"
        case .laterFormat: "open it with the refit that wrote it, or a later one"
        case .forbidden: "save an SGDClassifier alone, with plain settings; nothing in the file was executed"
        case .damaged: "export the model again, or take the file from a copy"
        case .unwritable: "undo the command that made it so"
        }
    }

    package var evidence: [Parameter] {
        switch self {
        case .file(let error): error.evidence
        case .unknownEnding(let path), .notAFile(let path): [Parameter("path", .text(path))]
        case .joblib(let path, let byteOffset):
            [
                Parameter("path", .text(path)),
                Parameter("byte_offset", byteOffset.map { .integer(Int64($0)) } ?? .none),
            ]
        case .notAModel(let path, let missing):
            [Parameter("path", .text(path)), Parameter("expected", .text(missing))]
        case .laterFormat(let path, let version):
            [
                Parameter("path", .text(path)), Parameter("expected", .integer(SavedModel.formatVersion)),
                Parameter("actual", .integer(version)),
            ]
        case .forbidden(let path, let name, let byteOffset, let reason):
            [
                Parameter("path", .text(path)), Parameter("name", .text(name)),
                Parameter("byte_offset", byteOffset.map { .integer(Int64($0)) } ?? .none),
                Parameter("reason", .text(reason)),
            ]
        case .damaged(let damage):
            [
                Parameter("path", .text(damage.path)),
                Parameter("byte_offset", damage.byteOffset.map { .integer(Int64($0)) } ?? .none),
                Parameter("field", .text(damage.field)),
                Parameter("expected", .text(damage.expected)),
                Parameter("actual", .text(damage.actual)),
            ]
        case .unwritable(let field, let reason):
            [Parameter("field", .text(field)), Parameter("reason", .text(reason))]
        }
    }
}

extension ModelFileError {
    /// What `body` returns; what it throws is an error of the model's file.
    static func ofFile<Result: ~Copyable>(
        _ body: () throws(FileError) -> Result
    ) throws(ModelFileError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}

/// The strict reader of the JSON in model files.
typealias JSONReader = Values.JSONReader<ModelFileError>

import Files
import Values

/// The forms of model files, told apart by the ending of a file's name.
package enum ModelFormat: String, CaseIterable, Sendable {
    /// refit's own: tensors behind a JSON header.
    case safetensors
    /// scikit-learn's pickle.
    case pkl
    /// skops' archive.
    case skops

    /// The form that a path's ending names, in any case; `nil` for every other ending.
    ///
    /// A backup, `model.pkl.bak`, has the form of what it was.
    package init?(endingOf path: String) {
        let ending = Path.ending(of: path)
        self.init(rawValue: ending == "bak" ? Path.ending(of: Path.stem(of: path)) : ending)
    }

    /// The form of the file at `path`.
    ///
    /// Throws `joblib` for joblib's own, packed or not, and `unknownEnding` for another that is no model's.
    package static func of(_ path: String) throws(ModelFileError) -> ModelFormat {
        if let format = ModelFormat(endingOf: path) { return format }
        let endings = [Path.ending(of: path), Path.ending(of: Path.stem(of: path))]
        throw endings.contains("joblib") ? .joblib(path: path, byteOffset: nil) : .unknownEnding(path: path)
    }
}

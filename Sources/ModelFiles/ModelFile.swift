/// A model file of any form, told by the ending of its name.
package enum ModelFile {
    /// What became of a model on disk.
    package struct Written: Hashable, Sendable {
        /// The file, as the caller named it.
        package var path: String
        /// Its size.
        package var sizeBytes: Int
        /// The identity of the model in it.
        package var modelDigest: String
    }

    /// Reads and checks the model in the file at `path`.
    ///
    /// Throws `unknownEnding`, `joblib` and what the form's own reader throws.
    ///
    /// - Complexity: O(*n*) for *n* bytes of what the file holds, unpacked.
    package static func read(path: String) throws(ModelFileError) -> SavedModel {
        let model = try open(path: path)
        try model.check()
        return model
    }

    /// Reads the model in the file at `path`, and leaves the look at its weights to ``SavedModel/check()`` where it can.
    ///
    /// Throws what ``read(path:)`` throws, but for what that check finds.
    package static func open(path: String) throws(ModelFileError) -> SavedModel {
        switch try ModelFormat.of(path) {
        case .safetensors: try SafetensorsFile.open(path: path)
        case .skops: try SkopsFile.read(path: path)
        case .pkl: try PickleFile.open(path: path)
        }
    }

    /// Writes a model in the place of the file at `path`, whole or not at all.
    ///
    /// Throws `unknownEnding`, `joblib` and what the form's own writer throws; the file that was there is then
    /// untouched.
    ///
    /// - Complexity: O(*n*) for *n* bytes of arrays.
    @discardableResult
    package static func write(_ model: SavedModel, to path: String) throws(ModelFileError) -> Written {
        switch try ModelFormat.of(path) {
        case .safetensors: try SafetensorsFile.write(model, to: path)
        case .skops: try SkopsFile.write(model, to: path)
        case .pkl: try PickleFile.write(model, to: path)
        }
    }
}

import Features
import Learning
package import Values

/// What a model file says of itself, without running or changing anything.
package struct ModelInspection: Sendable {
    /// The file.
    package var path: String
    /// The file's form.
    package let kind: ModelFormat
    /// The file's size.
    package let sizeBytes: Int
    /// What it holds, or why it is not opened.
    package let outcome: Outcome

    /// Whether a file may be opened.
    package enum Outcome: Sendable {
        /// Every check holds.
        case safe(Contents)
        /// A check does not hold.
        case refused(Refusal)
    }

    /// What a file that may be opened holds.
    package struct Contents: Sendable {
        /// The program that wrote it.
        package let writtenBy: String
        /// The vectorizer's settings; `nil` where the file does not say.
        package let vectorizer: [Parameter]?
        /// The classifier's settings.
        package let classifier: [Parameter]
        /// The classes, ascending.
        package let classes: [Label]
        /// The number of columns.
        package let nFeatures: Int
        /// The number of weights other than 0.
        package let nonzeroWeights: Int
        /// scikit-learn's `t_`: the rows learned, plus 1.
        package let t: Double
        /// How many documents of each class were learned, in the order of the classes; `nil` where it is not known.
        package let classCounts: [Int]?
        /// See ``ModelDigest``.
        package let modelDigest: String
        /// Which rows of which feedback databases were applied.
        package let watermarks: [Watermark]
        /// The 10 most positive and the 10 most negative weights of each row of `coef_`, from the highest down.
        package let strongestWeights: [StrongWeight]
    }

    /// Why a file is not opened.
    package struct Refusal: Hashable, Sendable {
        /// The part of the file at fault, such as `coef_`.
        package let name: String
        /// The byte at which it shows, where there is one.
        package let byteOffset: Int?
        /// What is wrong.
        package let reason: String
        /// What a pickle would have done; `nil` for other forms, and for one that is packed.
        package fileprivate(set) var disassembly: PickleDisassembly?
    }

    /// How many weights of each sign are shown.
    package static let weightsShown = 10

    /// Examines the file at `path`.
    ///
    /// A damaged file is a refusal, not an error, and what a refused pickle would have done is found without doing it. Throws where there is nothing to examine: no such file, not a regular
    /// one, or an ending that this version does not read.
    package static func of(path: String) throws(ModelFileError) -> ModelInspection {
        let kind = try ModelFormat.of(path)
        let sizeBytes = try MappedFile(path).count
        let outcome: Outcome
        do {
            outcome = .safe(Contents(try ModelFile.read(path: path)))
        } catch {
            guard var refusal = Refusal(error) else { throw error }
            if kind == .pkl, !refusal.isPacked {
                refusal.disassembly = try MappedFile(path).withBytes { bytes in
                    PickleDisassembly(of: bytes, refusedAt: refusal.byteOffset, path: path)
                }
            }
            outcome = .refused(refusal)
        }
        return ModelInspection(path: path, kind: kind, sizeBytes: sizeBytes, outcome: outcome)
    }
}

extension ModelInspection.Refusal {
    /// The refusal that an error of reading the file is; `nil` where there was nothing to read.
    fileprivate init?(_ error: ModelFileError) {
        switch error {
        case .damaged(let damage):
            self.init(
                name: damage.field, byteOffset: damage.byteOffset,
                reason: "should be \(damage.expected), but it is \(damage.actual)")
        case .forbidden(_, let name, let byteOffset, let reason):
            self.init(name: name, byteOffset: byteOffset, reason: reason)
        case .notAModel, .laterFormat: self.init(name: error.code, byteOffset: nil, reason: error.message)
        case .joblib(_, let byteOffset):
            self.init(
                name: Self.joblib, byteOffset: byteOffset,
                reason: "wrote the file, or packed it, and refit reads what pickle.dump or skops.io.dump has written")
        case .file, .notAFile, .unknownEnding, .unwritable: return nil
        }
    }

    private static let joblib = "joblib"

    /// Whether no opcode of it can be seen.
    fileprivate var isPacked: Bool { name == Self.joblib && byteOffset == nil }
}

extension ModelInspection.Contents {
    /// Sums up a model that was read.
    fileprivate init(_ model: SavedModel) {
        let state = model.classifier
        self.init(
            writtenBy: model.writtenBy,
            vectorizer: model.vectorizer?.parameters,
            classifier: state.settings.parameters,
            classes: state.classes,
            nFeatures: state.nFeatures,
            nonzeroWeights: state.coef.nonzeroCount,
            t: state.t,
            classCounts: model.classCounts,
            modelDigest: model.digest,
            watermarks: model.watermarks,
            strongestWeights: state.strongestWeights(ModelInspection.weightsShown))
    }
}

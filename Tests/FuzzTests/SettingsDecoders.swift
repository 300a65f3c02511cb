import Features
import Learning
import Text
import Values

@testable import ModelFiles

/// The decoders of what model files say as JSON: settings, watermarks and refit's own attribute.
extension ModelDecoders {
    /// The first byte chooses: `c` and `v` are settings, `w` watermarks, and all else refit's attribute.
    static func settings(_ bytes: [UInt8]) throws(Violation) {
        let text = Array(bytes.dropFirst())
        switch bytes.first {
        case UInt8(ascii: "c"): try classifier(text)
        case UInt8(ascii: "v"): try vectorizer(text)
        case UInt8(ascii: "w"): try watermarks(text)
        default: try attribute(text)
        }
    }

    private typealias Reader = Values.JSONReader<ModelFileError>

    private static func reader(_ bytes: [UInt8]) -> Reader {
        Reader(bytes, origin: Reader.Origin(path: "model.safetensors", field: "settings", offset: 0))
    }

    private static func classifier(_ bytes: [UInt8]) throws(Violation) {
        let found = try Violation.attempt { () throws(ModelFileError) in try SettingsText.classifier(reader(bytes)) }
        guard let settings = found else { return }
        // It reads the text back itself, and throws where other settings come of it.
        _ = try Violation.unlessDone("written settings") { () throws(ModelFileError) in
            try SettingsText.json(of: settings)
        }
    }

    private static func vectorizer(_ bytes: [UInt8]) throws(Violation) {
        let found = try Violation.attempt { () throws(ModelFileError) in try SettingsText.vectorizer(reader(bytes)) }
        guard let settings = found else { return }
        _ = try Violation.unlessDone("written settings") { () throws(ModelFileError) in
            try SettingsText.json(of: settings)
        }
        let made = try Violation.attempt { () throws(FeatureError) in try HashingVectorizer(settings) }
        guard var vectorizer = made else { return }
        var batch = SparseBatch(nFeatures: settings.nFeatures)
        vectorizer.transform("Aä\u{301} :) <b", into: &batch)
        let isWithin = batch.columns.allSatisfy { $0 >= 0 && $0 < settings.nFeatures }
        try Violation.unless(isWithin, "a column beyond \(settings.nFeatures)")
    }

    private static func watermarks(_ bytes: [UInt8]) throws(Violation) {
        func read(_ bytes: [UInt8]) throws(ModelFileError) -> [Watermark] {
            var reader = reader(bytes)
            let watermarks = try reader.watermarks()
            try reader.end()
            return watermarks
        }
        guard let found = try Violation.attempt({ () throws(ModelFileError) in try read(bytes) }) else { return }
        let written = "[\(found.map(\.json).joined(separator: ","))]"
        let again = try Violation.unlessDone("written watermarks") { () throws(ModelFileError) in
            try read(Array(written.utf8))
        }
        try Violation.unless(again == found, "watermarks are others when they are read again")
        for watermark in found { _ = watermark.formerPaths(besides: watermark.database) }
    }

    private static func attribute(_ bytes: [UInt8]) throws(Violation) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let found = try Violation.attempt { () throws(ModelFileError) in
            try RefitAttribute(text, path: "model.pkl", offset: 0)
        }
        guard let attribute = found else { return }
        let state = SGDClassifierState(
            settings: SGDClassifierSettings(), classes: [.integer(0), .integer(1)], nFeatures: 1, t: 1, epochs: 1,
            coef: Coefficients([0]), intercept: [0], averages: nil)
        let model = SavedModel(
            classifier: state, vectorizer: attribute.vectorizer, watermarks: attribute.watermarks,
            classCounts: attribute.classCounts, writtenBy: attribute.writtenBy)
        let again = try Violation.unlessDone("a written attribute") { () throws(ModelFileError) in
            try RefitAttribute(try RefitAttribute.json(of: model, digest: model.digest), path: "model.pkl", offset: 0)
        }
        try Violation.unless(
            again.vectorizer == attribute.vectorizer && again.watermarks == attribute.watermarks
                && again.classCounts == attribute.classCounts && again.writtenBy == attribute.writtenBy,
            "refit's attribute is another when it is read again")
    }
}

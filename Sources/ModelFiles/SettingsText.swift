import Features
import Learning
import Values

/// Settings as JSON objects in a file's metadata: every setting of scikit-learn's class by name, and no other.
enum SettingsText {
    /// The longest text that is written or read; a setting in memory takes some thirty times its text.
    static let longest = 1 << 20

    /// The text of a classifier's settings; throws `unwritable` where it would not read back as the same.
    static func json(of settings: SGDClassifierSettings) throws(ModelFileError) -> String {
        let json = try json(of: settings.parameters)
        let copy = try? classifier(reader(of: json))
        guard copy == settings else { throw .unwritable(field: "the classifier", reason: unreadable) }
        return json
    }

    /// The text of a vectorizer's settings; throws `unwritable` where it would not read back as the same.
    static func json(of settings: HashingVectorizerSettings) throws(ModelFileError) -> String {
        let json = try json(of: settings.parameters)
        let copy = try? vectorizer(reader(of: json))
        guard copy == settings else { throw .unwritable(field: "the vectorizer", reason: unreadable) }
        return json
    }

    /// Reads a classifier's settings.
    static func classifier(_ reader: JSONReader) throws(ModelFileError) -> SGDClassifierSettings {
        var settings = SGDClassifierSettings()
        try read(reader, names: settings.parameters.map(\.name)) { (name, value) throws(LearningError) in
            try settings.set(name, to: value)
        }
        return settings
    }

    /// Reads a vectorizer's settings.
    static func vectorizer(_ reader: JSONReader) throws(ModelFileError) -> HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        try read(reader, names: settings.parameters.map(\.name)) { (name, value) throws(FeatureError) in
            try settings.set(name, to: value)
        }
        return settings
    }

    private static let unreadable = "has a setting that cannot be, or more than \(longest) bytes of them"

    private static func json(of parameters: [Parameter]) throws(ModelFileError) -> String {
        var members: [(String, String)] = []
        for parameter in parameters {
            guard let json = parameter.value.json else {
                throw .unwritable(field: parameter.name, reason: "is not finite")
            }
            members.append((parameter.name, json))
        }
        return JSONText.object(members)
    }

    private static func reader(of json: String) -> JSONReader {
        JSONReader(Array(json.utf8), origin: JSONReader.Origin(path: "", field: "settings", offset: 0))
    }

    /// Hands each setting to `set`, which says whether it knows the name.
    private static func read<Failure: ExplainedError>(
        _ reader: JSONReader, names: [String], set: (String, ParameterValue) throws(Failure) -> Bool
    ) throws(ModelFileError) {
        var reader = reader
        guard reader.bytes.count <= longest else {
            throw reader.damage("at most \(longest) bytes", "\(reader.bytes.count)")
        }
        var missing = Set(names)
        try reader.object { (reader, name) throws(ModelFileError) in
            let value = try reader.parameterValue()
            let isKnown: Bool
            do throws(Failure) {
                isKnown = try set(name, value)
            } catch {
                throw reader.damage("settings that can be", "one that cannot: \(error.message)")
            }
            guard isKnown, missing.remove(name) != nil else {
                throw reader.damage("settings that this refit knows", "with '\(name.prefix(40))' among them")
            }
        }
        try reader.end()
        if let name = missing.min() { throw reader.damage("every setting", "without '\(name)'") }
    }
}

import Features
import Values

/// What refit adds to a scikit-learn classifier: how texts became rows, which feedback was applied, and who wrote the file.
///
/// It rides in one attribute, `_refit`, as one text of JSON with the
/// members `format`, `written_by`, `vectorizer` (a text of its own) and `watermarks`. scikit-learn carries an attribute that it does not know along
/// through loading, `partial_fit` and saving, and looks at none of it. `clone` leaves it out, as it does everything learned.
/// Where Python has learned on in between, the settings still hold, and the watermarks still name the rows that refit has
/// applied.
struct RefitAttribute {
    /// The attribute's name.
    static let name = "_refit"

    /// How texts became rows; `nil` where the model did not say.
    var vectorizer: HashingVectorizerSettings?
    /// Which rows of which feedback databases were applied.
    var watermarks: [Watermark] = []
    /// The program that wrote the file.
    var writtenBy: String

    /// The text for a model; throws `unwritable` where its settings would not read back.
    static func json(of model: SavedModel) throws(ModelFileError) -> String {
        var members = [
            ("format", String(SavedModel.formatVersion)), ("written_by", JSONText.text(model.writtenBy)),
        ]
        if let vectorizer = model.vectorizer {
            members.append(("vectorizer", JSONText.text(try SettingsText.json(of: vectorizer))))
        }
        members.append(("watermarks", JSONText.array(model.watermarks.map(\.json))))
        return JSONText.object(members)
    }

    /// Reads the text of a file; `offset` is where the file holds it.
    init(_ text: String, path: String, offset: Int) throws(ModelFileError) {
        var reader = JSONReader(
            Array(text.utf8),
            origin: JSONReader.Origin(path: path, field: Self.name, offset: offset, isQuoted: true))
        var version: Int64?
        var vectorizer: HashingVectorizerSettings?
        var watermarks: [Watermark]?
        var writtenBy: String?
        try reader.object { (reader, name) throws(ModelFileError) in
            switch name {
            case "format":
                version = try reader.integer()
                if let version, version > SavedModel.formatVersion {
                    throw .laterFormat(path: path, version: version)
                }
            case "written_by": writtenBy = try reader.text()
            case "vectorizer":
                let origin = reader.origin
                vectorizer = try SettingsText.vectorizer(JSONReader(Array(try reader.text().utf8), origin: origin))
            case "watermarks": watermarks = try reader.watermarks()
            default: throw reader.damage("the names of refit's attribute", "'\(name.prefix(40))'")
            }
        }
        try reader.end()
        guard version != nil, let watermarks, let writtenBy, SafetensorsFile.isProgramName(writtenBy) else {
            throw reader.damage("format, written_by and watermarks", "without one of them")
        }
        self.vectorizer = vectorizer
        self.watermarks = watermarks
        self.writtenBy = writtenBy
    }
}

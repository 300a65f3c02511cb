import Features
import Learning
import Values

/// What refit adds to a scikit-learn classifier: how texts became rows, which feedback was applied, how many documents of
/// each class were learned, and who wrote the file.
///
/// It rides in one attribute, `_refit`, as one text of JSON with the
/// members `format`, `written_by`, `vectorizer` (a text of its own), `watermarks` and, where the counts are known,
/// `class_count_` with the `model_digest` of the model that they are of. scikit-learn carries an attribute that it does not know along
/// through loading, `partial_fit` and saving, and looks at none of it. `clone` leaves it out, as it does everything learned.
/// Where Python has learned on in between, the settings still hold, and the watermarks still name the rows that refit has
/// applied; the counts are those of another model, and so no longer known.
struct RefitAttribute {
    /// The attribute's name.
    static let name = "_refit"

    /// How texts became rows; `nil` where the model did not say.
    var vectorizer: HashingVectorizerSettings?
    /// Which rows of which feedback databases were applied.
    var watermarks: [Watermark] = []
    /// The program that wrote the file.
    var writtenBy: String
    /// How many documents of each class were learned; `nil` where the model did not say.
    private(set) var classCounts: [Int]?
    /// The digest of the model that the counts are of.
    private var countedDigest: String?

    /// The text for a model; throws `unwritable` where its settings would not read back.
    ///
    /// `digest` is the model's.
    static func json(of model: SavedModel, digest: String) throws(ModelFileError) -> String {
        var members = [
            ("format", String(SavedModel.formatVersion)), ("written_by", JSONText.text(model.writtenBy)),
        ]
        if let vectorizer = model.vectorizer {
            members.append(("vectorizer", JSONText.text(try SettingsText.json(of: vectorizer))))
        }
        members.append(("watermarks", JSONText.array(model.watermarks.map(\.json))))
        if let counts = model.classCounts {
            members += [(ClassCounts.name, ClassCounts.json(counts)), (digestName, JSONText.text(digest))]
        }
        return JSONText.object(members)
    }

    private static let digestName = SafetensorsFile.Metadata.digest.rawValue

    /// How many documents of each class a classifier has learned that was read with this attribute, unless its digest shows
    /// that it is no longer the one that was counted; `nil` where other things show it already.
    func counted(in classifier: SGDClassifierState) -> CountedClasses? {
        guard let classCounts, let countedDigest, ClassCounts.fit(classCounts, classifier) else { return nil }
        return CountedClasses(classCounts, of: countedDigest)
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
        var (classCounts, countedDigest): ([Int]?, String?)
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
            case ClassCounts.name: classCounts = try reader.classCounts()
            case Self.digestName: countedDigest = try reader.text()
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
        (self.classCounts, self.countedDigest) = (classCounts, countedDigest)
    }
}

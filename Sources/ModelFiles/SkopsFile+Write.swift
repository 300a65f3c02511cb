import Files
import Learning
import Values

extension SkopsFile {
    /// Writes a model in the place of the file at `path`, whole or not at all.
    ///
    /// Throws `unwritable` for a model that safetensors could not hold either, for a class that ends with U+0000, which
    /// NumPy would drop, for class weights of both 1 and '1' or of some 14,000 labels, and for an archive of 4 GiB; and
    /// `file` where the system refuses. The file that was there is then untouched.
    ///
    /// - Complexity: O(*n*) for *n* bytes of arrays, none of which is copied.
    @discardableResult
    package static func write(_ model: SavedModel, to path: String) throws(ModelFileError) -> ModelFile.Written {
        try stage(model, to: path).commit()
    }

    /// Brings a model to disk beside the file at `path`, which it replaces when it is committed.
    static func stage(_ model: SavedModel, to path: String) throws(ModelFileError) -> StagedModel {
        try SafetensorsFile.check(model)
        let (classifier, digest) = (model.classifier, model.digest)
        let arrays = try arrays(of: classifier)
        let extras = try RefitAttribute.json(of: model, digest: digest)
        let schema = Array(try schema(of: classifier, arrays: arrays, extras: extras).utf8)
        guard schema.count <= SkopsNode.longestSchema else {
            throw .unwritable(
                field: "its settings and watermarks", reason: "take more than \(SkopsNode.longestSchema) bytes")
        }
        // A class weight takes some seven nodes, and a schema of more nodes than the reader takes would not be read.
        var reader = JSONReader(schema, origin: JSONReader.Origin(path: path, field: schemaName, offset: 0))
        var nodes = 0
        guard (try? reader.skopsNode(count: &nodes)) != nil else {
            throw .unwritable(
                field: "its settings",
                reason: "take more than \(SkopsNode.most) nodes in skops; .safetensors can hold them")
        }
        let size = arrays.reduce(schema.count + ZipWriter.overhead(name: schemaName) + ZipWriter.endLength) {
            $0 + ($1.file.map { $0.byteCount } ?? 0) + ZipWriter.overhead(name: $1.fileName)
        }
        guard size < ZipWriter.largest else {
            throw .unwritable(field: "the skops archive", reason: "would take 4 GiB or more; .safetensors can")
        }
        do {
            var archive = try ZipWriter(replacing: path)
            try unsafe archive.add(schemaName, [], schema.span.bytes)
            for array in arrays {
                guard let file = array.file else { continue }
                switch file.content {
                case .reals(let numbers):
                    try unsafe archive.add(array.fileName, file.header, numbers.numbers.span.bytes)
                case .integers(let numbers): try unsafe archive.add(array.fileName, file.header, numbers.span.bytes)
                case .bools(let values):
                    let bytes = values.map { $0 ? 1 : 0 } as [UInt8]
                    try unsafe archive.add(array.fileName, file.header, bytes.span.bytes)
                case .texts(let texts):
                    let elements = NumPyFile.elements(of: texts)
                    try unsafe archive.add(array.fileName, file.header, elements.span.bytes)
                }
            }
            let size = try archive.finish()
            try archive.file.sync()
            return StagedModel(
                file: archive.file, written: ModelFile.Written(path: path, sizeBytes: size, modelDigest: digest))
        } catch {
            throw .file(error)
        }
    }

    static let schemaName = "schema.json"

    /// An attribute that is an array.
    private struct Attribute {
        /// scikit-learn's name.
        var name: String
        /// The attribute that is the same array; its own name where there is none.
        var identity: String
        /// The array; `nil` for another name of one.
        var file: NumPyFile?

        /// The name of its entry.
        var fileName: String { "\(identity).npy" }
    }

    private static func arrays(of classifier: SGDClassifierState) throws(ModelFileError) -> [Attribute] {
        let classes = try NumPyFile.Content(classesOf: classifier)
        let name = "classes_"
        var arrays = [
            Attribute(name: name, identity: name, file: NumPyFile(shape: [classifier.classes.count], content: classes))
        ]
        let learned = classifier.learnedArrays
        for array in learned {
            let isSame = learned.contains { $0.name == array.alias && $0.shape == array.shape }
            if let alias = array.alias, isSame {
                arrays.append(Attribute(name: array.name.rawValue, identity: alias.rawValue, file: nil))
            } else {
                let file = NumPyFile(shape: array.shape, content: .reals(classifier.numbers(of: array.name)))
                arrays.append(Attribute(name: array.name.rawValue, identity: array.name.rawValue, file: file))
            }
        }
        return arrays
    }
}

// The nodes of schema.json.
extension SkopsFile {
    private static func schema(
        of classifier: SGDClassifierState, arrays: [Attribute], extras: String
    ) throws(ModelFileError) -> String {
        var attributes: [(String, String)] = []
        for parameter in classifier.settings.parameters {
            attributes.append((parameter.name, try node(parameter.value, of: parameter.name)))
        }
        for array in arrays {
            let members = [
                ("type", JSONText.text("numpy")), ("file", JSONText.text(array.fileName)),
                ("__id__", String(1 + (arrays.firstIndex { $0.name == array.identity } ?? 0))),
            ]
            attributes.append((array.name, node("numpy", "ndarray", "NdArrayNode", members)))
        }
        attributes.append(("t_", try node(.real(classifier.t), of: "t_")))
        attributes.append(("n_features_in_", try node(.integer(Int64(classifier.nFeatures)), of: "n_features_in_")))
        if classifier.epochs > 0 {
            attributes.append(("n_iter_", try node(.integer(Int64(classifier.epochs)), of: "n_iter_")))
        }
        attributes.append(("_sklearn_version", try node(.text(sklearnVersion), of: "_sklearn_version")))
        attributes.append((RefitAttribute.name, try node(.text(extras), of: RefitAttribute.name)))
        return node(
            "sklearn.linear_model._stochastic_gradient", "SGDClassifier", "ObjectNode",
            [
                ("content", dictionary(attributes, keyTypes: attributes.map { _ in "str" })),
                ("protocol", String(`protocol`)), ("_skops_version", JSONText.text(skopsVersion)),
            ])
    }

    private static func node(
        _ module: String, _ type: String, _ loader: String, _ members: [(String, String)] = []
    ) -> String {
        let own = [
            ("__class__", JSONText.text(type)), ("__module__", JSONText.text(module)),
            ("__loader__", JSONText.text(loader)),
        ]
        return JSONText.object(own + members)
    }

    private static func dictionary(_ members: [(String, String)], keyTypes: [String]) -> String {
        let types = JSONText.array(keyTypes.map { node("builtins", $0, "TypeNode") })
        return node(
            "builtins", "dict", "DictNode",
            [
                ("content", JSONText.object(members)),
                ("key_types", node("builtins", "list", "ListNode", [("content", types)])),
            ])
    }

    private static func node(_ value: ParameterValue, of name: String) throws(ModelFileError) -> String {
        if case .mapping(let entries) = value {
            // JSON's keys are texts; the types beside them say which were whole numbers.
            guard Set(entries.map { Array($0.key.description.utf8) }).count == entries.count else {
                throw .unwritable(
                    field: name, reason: "has a number and a text that are written alike, which are one key in skops")
            }
            var members: [(String, String)] = []
            for entry in entries { members.append((entry.key.description, try node(entry.value, of: name))) }
            return dictionary(
                members,
                keyTypes: entries.map { entry in
                    if case .integer = entry.key { "int" } else { "str" }
                })
        }
        guard let json = value.json else { throw .unwritable(field: name, reason: "is not finite") }
        return node(
            "builtins", "str", "JsonNode", [("content", JSONText.text(json)), ("is_json", "true")])
    }
}

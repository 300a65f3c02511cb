import Features
import Learning
import TestSupport
import Testing
import Values

@testable import ModelFiles

/// skops archives on the way in: refit's own, and those that are not what they say.
struct SkopsFileReadTests {
    let folder: TemporaryFolder
    var path: String { folder.file("model.skops") }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [0, 1, 5, 100], [Sample.integers, Sample.texts])
    func `what is written is read as the same, to the last bit`(average: Int, classes: [Label]) throws {
        let model = try Sample.model(classes: classes, average: average)
        let written = try SkopsFile.write(model, to: path)
        let read = try ModelFile.read(path: path)
        #expect(read.digest == model.digest)
        #expect(written.modelDigest == model.digest)
        #expect(read.watermarks == model.watermarks)
        #expect(read.vectorizer == model.vectorizer)
        #expect(read.writtenBy == Sample.program)
        #expect(read.classifier.epochs == model.classifier.epochs)
    }

    /// Writes an archive by Python's `zipfile`; `change` is Python that sees the sample's `entries` (name → bytes), its
    /// `schema`, and the `attributes` in it.
    private func rewrite(_ change: String, deflated: Bool = false) throws {
        try SkopsFile.write(try Sample.model(), to: path)
        try Python.run(
            """
            import json, sys, zipfile
            with zipfile.ZipFile(sys.argv[1]) as archive:
                entries = {name: archive.read(name) for name in archive.namelist()}
            schema = json.loads(entries.pop("schema.json"))
            attributes = schema["content"]["content"]
            kinds = schema["content"]["key_types"]["content"]
            def json_node(value):
                return {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode",
                        "content": json.dumps(value), "is_json": True}
            def add(name, node):
                attributes[name] = node
                kinds.append({"__class__": "str", "__module__": "builtins", "__loader__": "TypeNode"})
            \(change)
            with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED if \(deflated ? 1 : 0) else zipfile.ZIP_STORED) as archive:
                for name, data in entries.items():
                    archive.writestr(name, data)
                archive.writestr("schema.json", json.dumps(schema, indent=2))
            """, path)
    }

    private func refusal() throws -> ModelInspection.Refusal? {
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else { return nil }
        return refusal
    }

    @Test(.enabled(if: Python.isThere), arguments: [false, true])
    func `an archive by Python's zipfile is read, stored or deflated`(deflated: Bool) throws {
        try rewrite("pass", deflated: deflated)
        #expect(try SkopsFile.read(path: path).digest == Sample.model().digest)
    }

    @Test(.enabled(if: Python.isThere))
    func `a file without refit's attribute says nothing of texts and feedback`() throws {
        try rewrite("del attributes['_refit']; kinds.pop()")
        let model = try SkopsFile.read(path: path)
        #expect(model.vectorizer == nil)
        #expect(model.watermarks.isEmpty)
        #expect(model.writtenBy == "scikit-learn 1.9.1 by skops 0.16.0")
        #expect(try model.classifier.coef == Sample.model().classifier.coef)
    }

    /// A change to the archive, and what its refusal names.
    private static let refused: [(change: String, name: String)] = [
        (#"schema["__class__"] = "Pipeline"; schema["__module__"] = "sklearn.pipeline""#, "sklearn.pipeline.Pipeline"),
        (#"schema["__class__"] = "system"; schema["__module__"] = "os""#, "os.system"),
        (
            #"add("x", {"__class__": "system", "__module__": "os", "__loader__": "FunctionNode", "content": "ls"})"#,
            "os.system"
        ),
        (
            #"attributes["alpha"] = {"__class__": "methodcaller", "__module__": "operator", "__loader__": "OperatorFuncNode", "attrs": json_node("x")}"#,
            "operator.methodcaller"
        ),
        (
            #"attributes["random_state"] = {"__class__": "RandomState", "__module__": "numpy.random.mtrand", "__loader__": "RandomStateNode"}"#,
            "numpy.random.mtrand.RandomState"
        ),
        (
            #"add("_loss_function_", {"__class__": "Popen", "__module__": "subprocess", "__loader__": "LossNode"})"#,
            "subprocess.Popen"
        ),
        (#"kinds[0]["__class__"] = "eval""#, "builtins.eval"),
        (#"kinds[0]["__class__"] = "int""#, "key_types"),
        (#"attributes["coef_"]["type"] = "json""#, "numpy.ndarray"),
        (#"add("note", json_node("mine"))"#, "note"),
        (#"add("extra_", attributes["coef_"] | {"file": "coef_.npy"})"#, "extra_"),
        (#"attributes["loss"] = json_node("cubic")"#, "loss"),
        (#"attributes["t_"] = json_node(0.5)"#, "t_"),
        (#"attributes["n_features_in_"] = json_node(9)"#, "coef_"),
        (#"entries["coef_.npy"] = entries["coef_.npy"][:-8]"#, "coef_"),
        (#"entries["coef_.npy"] = entries["coef_.npy"].replace(b"<f8", b"|O8")"#, "coef_"),
        (#"entries["coef_.npy"] = entries["coef_.npy"].replace(b"(1, 8)", b"(8, 1)")"#, "coef_"),
        (
            #"entries["coef_.npy"] = entries["coef_.npy"].replace(b"(1, 8),", b"(4, 2),").replace(b"False", b"True ")"#,
            "coef_"
        ),
        (#"entries["coef_.npy"] = entries["coef_.npy"][:-8] + b"\xff" * 8"#, "coef_"),
        (#"entries["classes_.npy"] = entries["intercept_.npy"]"#, "classes_"),
        (#"attributes["classes_"]["file"] = "../../etc/passwd""#, "classes_"),
        (#"attributes["_refit"] = json_node("{}")"#, "_refit"),
        (#"del attributes["t_"]; kinds.pop()"#, "not_a_refit_model"),
        (#"entries["classes_.npy"] = b"""#, "classes_"),
        (#"schema["content"]["content"] = {}; del kinds[:]"#, "not_a_refit_model"),
    ]

    @Test(.enabled(if: Python.isThere), arguments: refused.indices)
    func `what a model is not made of is refused by its name`(index: Int) throws {
        let (change, name) = Self.refused[index]
        try rewrite(change)
        let refusal = try #require(try refusal(), "\(change)")
        #expect(refusal.name == name, "\(change): \(refusal)")
        #expect(refusal.byteOffset != nil || name == "not_a_refit_model", "\(change): \(refusal)")
    }

    @Test(.enabled(if: Python.isThere))
    func `an archive that is a bomb, or nested too deep, is refused before it is unpacked`() throws {
        try rewrite("entries['coef_.npy'] += bytes(1 << 24)", deflated: true)
        #expect(try refusal()?.name == "coef_")
        try rewrite("attributes['loss'] = eval('[' * 60 + ']' * 60)")
        #expect(try refusal()?.name == "schema.json")
        try rewrite("for i in range(100000): add(str(i), 0)")
        #expect(try refusal()?.reason.contains("100000 nodes") == true)
        try rewrite("for i in range(60): entries[str(i)] = b''\nfor i in range(9): entries['x%d' % i] = b''")
        #expect(try refusal()?.reason.contains("64 entries") == true)
    }

    @Test(.enabled(if: Python.isThere))
    func `places in the archive that lie are refused`() throws {
        try rewrite("pass", deflated: true)
        let bytes = try FileBytes.all(path)
        let directory = try #require(
            bytes.indices.dropLast(4).first { Array(bytes[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] })
        // Method, flags, packed size, size, offset, disk; the end's count, start and comment.
        for (offset, value) in [(10, 9), (8, 1), (8, 8), (20, 255), (24, 255), (26, 255), (42, 1), (34, 1)] {
            var changed = bytes
            changed[directory + offset] = UInt8(value)
            try FileBytes.write(changed, to: path)
            #expect(try refusal() != nil, "\(offset)")
        }
        for offset in [22, 18, 12, 10, 6, 1] {
            var changed = bytes
            changed[bytes.count - offset] ^= 1
            try FileBytes.write(changed, to: path)
            #expect(try refusal() != nil, "\(offset)")
        }
        // Two entries that share their bytes, as in the archives that unpack to a thousand times the same.
        try rewrite("pass")
        var shared = try FileBytes.all(path)
        let second = try #require(
            shared.indices.dropLast(4).filter { Array(shared[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] }.dropFirst().first)
        let first = try #require(
            shared.indices.dropLast(4).first { Array(shared[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] })
        shared.replaceSubrange(second + 42..<second + 46, with: shared[first + 42..<first + 46])
        try FileBytes.write(shared, to: path)
        #expect(try refusal() != nil)
    }

    @Test func `every file that is cut short is refused, and no changed byte is trusted`() throws {
        try SkopsFile.write(try Sample.model(), to: path)
        let bytes = try FileBytes.all(path)
        let digest = try Sample.model().digest
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: ModelFileError.self) {
                try unsafe SkopsFile.read(Array(bytes[..<length]).span.bytes, path: "cut")
            }
        }
        var survivors = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x10
            // Times of entries and the directory's attributes say nothing of the model.
            guard let model = try? unsafe SkopsFile.read(changed.span.bytes, path: "changed") else { continue }
            survivors += 1
            #expect(model.digest == digest)
        }
        #expect(survivors < 120)
    }
}

import Learning
import ModelFiles
import TestSupport
import Testing
import Values

struct SkopsFileTests {
    /// What Python's `zipfile` and `json` say of an archive: whether checksums hold, the entries, and some attributes.
    private static let look = """
        import json, struct, sys, zipfile
        archive = zipfile.ZipFile(sys.argv[1])
        assert archive.testzip() is None
        for info in archive.infolist():
            assert info.compress_type == zipfile.ZIP_STORED and info.date_time[:3] == (1980, 1, 1), info
        schema = json.loads(archive.read("schema.json"))
        attributes = schema["content"]["content"]
        def array(name):
            node = attributes[name]
            data = archive.read(node["file"])
            assert data[:8] == b"\\x93NUMPY\\x01\\x00"
            length = struct.unpack("<H", data[8:10])[0]
            assert (10 + length) % 64 == 0
            header = eval(data[10:10 + length])
            assert not header["fortran_order"]
            body = data[10 + length:]
            if header["descr"][1] == "U":
                width = 4 * int(header["descr"][2:])
                values = [body[i:i + width].decode("utf-32-le").rstrip("\\0") for i in range(0, len(body), width)]
            else:
                kind = {"<f8": "d", "<i8": "q"}[header["descr"]]
                values = [v.hex() if kind == "d" else v for v in struct.unpack(f"<{len(body) // 8}{kind}", body)]
            return [header["descr"], list(header["shape"]), values, node["__id__"]]
        """

    private func ask(_ question: String, of path: String) throws -> String {
        try Python.run("\(Self.look)\nprint((\(question)))", path)
    }

    @Test(.enabled(if: Python.isThere))
    func `Python's own zipfile and json read it`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.skops")
        let model = try Sample.model()
        let size = try SkopsFile.write(model, to: path).sizeBytes
        #expect(size == (try FileBytes.all(path)).count)
        #expect(
            try ask("archive.namelist()", of: path)
                == "['schema.json', 'classes_.npy', 'coef_.npy', 'intercept_.npy']")
        #expect(
            try ask("schema['__module__'], schema['__class__'], schema['protocol'], schema['_skops_version']", of: path)
                == "('sklearn.linear_model._stochastic_gradient', 'SGDClassifier', 2, '0.16.0')")
        #expect(try ask("array('classes_')[:3]", of: path) == "['<i8', [2], [0, 1]]")
        #expect(
            try ask("[float.fromhex(v) for v in array('coef_')[2]]", of: path)
                == "[" + model.classifier.coef.numbers.map { "\($0)" }.joined(separator: ", ") + "]")
        #expect(try ask("array('coef_')[1]", of: path) == "[1, 8]")
        #expect(try ask("attributes['t_']['content']", of: path) == "13.0")
        #expect(try ask("attributes['penalty']['content']", of: path) == "\"l2\"")
        #expect(try ask("attributes['n_jobs']['content']", of: path) == "null")
        #expect(try ask("len(schema['content']['key_types']['content']) == len(attributes)", of: path) == "True")
    }

    @Test(.enabled(if: Python.isThere))
    func `text classes are NumPy's texts`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.skops")
        try SkopsFile.write(try Sample.model(classes: [.text("b"), .text("naïve"), .text("😀")]), to: path)
        #expect(try ask("array('classes_')[:3]", of: path) == "['<U5', [3], ['b', 'naïve', '😀']]")
    }

    @Test(.enabled(if: Python.isThere))
    func `an array with two names is one array`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.skops")
        // Averaging has begun: coef_ and intercept_ are the averages.
        try SkopsFile.write(try Sample.model(classes: Sample.texts, average: 5), to: path)
        #expect(try ask("array('_average_coef') == array('coef_')", of: path) == "True")
        #expect(try ask("array('_average_intercept') == array('intercept_')", of: path) == "True")
        #expect(try ask("array('_standard_coef')[3] == array('coef_')[3]", of: path) == "False")
        #expect(try ask("array('_standard_intercept')[3] == array('intercept_')[3]", of: path) == "False")
        // Two classes: the weights have other axes, and so are no longer one array.
        try SkopsFile.write(try Sample.model(average: 5), to: path)
        #expect(try ask("array('_average_coef')[1], array('coef_')[1]", of: path) == "([8], [1, 8])")
        #expect(try ask("array('_average_intercept') == array('intercept_')", of: path) == "True")
    }

    @Test(.enabled(if: Python.isThere))
    func `weights of classes keep the kind of their keys`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.skops")
        var model = try Sample.model()
        model.classifier.settings.classWeight = .weights([
            ClassWeight.Weight(label: .integer(0), weight: 1), ClassWeight.Weight(label: .integer(1), weight: 2.5),
        ])
        try SkopsFile.write(model, to: path)
        let node = "attributes['class_weight']"
        #expect(
            try ask("[(k, v['content']) for k, v in \(node)['content'].items()]", of: path)
                == "[('0', '1.0'), ('1', '2.5')]")
        #expect(try ask("[t['__class__'] for t in \(node)['key_types']['content']]", of: path) == "['int', 'int']")
    }

    @Test func `the same model makes the same bytes`() throws {
        let folder = try TemporaryFolder()
        let model = try Sample.model(classes: Sample.texts, average: 5)
        try SkopsFile.write(model, to: folder.file("a.skops"))
        try SkopsFile.write(model, to: folder.file("b.skops"))
        #expect(try FileBytes.all(folder.file("a.skops")) == FileBytes.all(folder.file("b.skops")))
    }

    @Test func `what cannot be written leaves the file that was there`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.skops")
        try FileBytes.write([1], to: path)
        var broken = try Sample.model()
        broken.classifier.coef.numbers[3] = .nan
        var cut = try Sample.model(classes: Sample.texts)
        cut.classifier.classes[2] = .text("pos\0")
        var alike = try Sample.model()
        alike.classifier.settings.classWeight = .weights(
            [.integer(1), .text("1")].map { ClassWeight.Weight(label: $0, weight: 2) })
        var many = try Sample.model()
        many.classifier.settings.classWeight = .weights(
            (0..<20_000).map { ClassWeight.Weight(label: .integer($0), weight: 2) })
        for model in [broken, cut, alike, many] {
            let error = #expect(throws: ModelFileError.self) { try SkopsFile.write(model, to: path) }
            #expect(error?.code == "unwritable_model")
        }
        #expect(try FileBytes.all(path) == [1])
        #expect(folder.names == ["model.skops"])
    }
}

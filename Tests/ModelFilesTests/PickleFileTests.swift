import Features
import Learning
import TestSupport
import Testing
import Values

@testable import ModelFiles

/// Pickles on the way out and in: refit's own, and those that would do something.
struct PickleFileTests {
    let folder: TemporaryFolder
    var path: String { folder.file("model.pkl") }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [0, 1, 5, 100], [Sample.integers, Sample.texts])
    func `what is written is read as the same, to the last bit`(average: Int, classes: [Label]) throws {
        let model = try Sample.model(classes: classes, average: average)
        let written = try ModelFile.write(model, to: path)
        let read = try ModelFile.read(path: path)
        #expect(written.sizeBytes == (try FileBytes.all(path)).count)
        #expect(read.digest == model.digest)
        #expect(read.watermarks == model.watermarks)
        #expect(read.vectorizer == model.vectorizer)
        #expect(read.writtenBy == Sample.program)
    }

    @Test func `class weights keep the kind of their keys`() throws {
        var model = try Sample.model()
        model.classifier.settings.classWeight = .weights([
            ClassWeight.Weight(label: .integer(-1), weight: 1), ClassWeight.Weight(label: .integer(1), weight: 2.5),
        ])
        try PickleFile.write(model, to: path)
        #expect(try PickleFile.read(path: path).classifier.settings == model.classifier.settings)
    }

    @Test(arguments: ["model.pkl", "model.skops", "model.safetensors"])
    func `no seed stays no seed, in every form of file`(name: String) throws {
        var model = try Sample.model()
        model.classifier.settings.randomState = nil
        try ModelFile.write(model, to: folder.file(name))
        let read = try ModelFile.read(path: folder.file(name))
        #expect(read.classifier.settings == model.classifier.settings)
        #expect(read.digest == model.digest)
        #expect(try read.digest != Sample.model().digest)
    }

    @Test(arguments: ["model.pkl", "model.skops", "model.safetensors"])
    func `truth values stay truth values, in every form of file`(name: String) throws {
        var model = try Sample.model()
        let digest = model.digest
        model.classifier.hasBoolClasses = true
        #expect(model.digest != digest)
        try ModelFile.write(model, to: folder.file(name))
        let read = try ModelFile.read(path: folder.file(name))
        #expect(read.classifier.hasBoolClasses)
        #expect(read.classifier.classes == Sample.integers)
        #expect(read.digest == model.digest)
        #expect(try SGDClassifier(restoring: read.classifier).state == read.classifier)
        model.classifier.classes = [.integer(1), .integer(2)]
        #expect(throws: LearningError.self) { try SGDClassifier(restoring: model.classifier) }
    }

    /// Python that writes a pickle to `sys.argv[1]`, and what its refusal names.
    private static let hostile: [(script: String, name: String)] = [
        (
            "class A:\n def __reduce__(self): return os.system, ('touch evil',)\ndata = pickle.dumps(A(), 2)",
            "posix.system"
        ),
        (
            "class A:\n def __reduce__(self): return os.system, ('touch evil',)\ndata = pickle.dumps(A(), 5)",
            "posix.system"
        ),
        (
            "class A:\n def __reduce__(self): return eval, ('1',)\ndata = pickle.dumps({'coef_': A()}, 4)",
            "builtins.eval"
        ),
        (#"data = b"\x80\x02(ios\nsystem\n." "#, "INST"),
        (#"data = b"\x80\x02(cos\nsystem\nS'ls'\no." "#, "os.system"),
        (#"data = b"\x80\x02P1\n." "#, "PERSID"),
        (#"data = b"\x80\x02\x82\x01." "#, "EXT1"),
        (#"data = b"\x80\x04\x8c\x05numpy\x8c\x07ndarray\x93)\x81." "#, "NEWOBJ"),
        (#"data = b"\x80\x02cnumpy\nndarray\n(K\x01K\x02K\x03tR." "#, "REDUCE"),
        (#"data = b"\x80\x02}}b." "#, "BUILD"),
        (#"data = b"\x80\x02X\xff\xff\xff\x7f." "#, "a length"),
        (#"data = b"\x80\x04\x8e" + b"\xff" * 8 + b".""#, "a length"),
        (#"data = b"\x80\x02Nr\xff\xff\xff\x7fj\xff\xff\xff\x7e." "#, "the memo"),
        (#"data = b"\x80\x02X\x02\x00\x00\x00\xed\xa0." "#, "a text"),
        (#"data = b"\x80\x02NN." "#, "the end"),
        (#"data = b"\x80\x02N." "#, "not_a_refit_model"),
        (#"data = b"(lp0\n." "#, "LIST"),
        (#"data = b"\x80\x02t." "#, "the stack"),
    ]

    @Test func `a class that NumPy would cut is not written`() throws {
        let folder = try TemporaryFolder()
        var cut = try Sample.model(classes: Sample.texts)
        cut.classifier.classes[2] = .text("pos\0")
        let error = #expect(throws: ModelFileError.self) { try PickleFile.write(cut, to: folder.file("cut.pkl")) }
        #expect(error?.code == "unwritable_model")
        #expect(folder.names.isEmpty)
    }

    @Test(.enabled(if: Python.isThere), arguments: hostile.indices)
    func `what would do something is refused by its name and place`(index: Int) throws {
        let (script, name) = Self.hostile[index]
        try Python.run("import os, pickle, sys\n\(script)\nopen(sys.argv[1], 'wb').write(data)", path)
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else {
            Issue.record("\(script) was taken up")
            return
        }
        #expect(refusal.name == name, "\(script): \(refusal)")
        #expect(refusal.byteOffset != nil || name == "not_a_refit_model")
    }

    @Test(.enabled(if: Python.isThere))
    func `Python's own pickletools finds the pickle in order`() throws {
        try PickleFile.write(try Sample.model(classes: Sample.texts, average: 5), to: path)
        let globals = try Python.run(
            """
            import io, pickle, pickletools, sys
            data = open(sys.argv[1], "rb").read()
            pickletools.dis(data, io.StringIO())
            texts = [argument for code, argument, _ in pickletools.genops(data) if code.name == "BINUNICODE"]
            print(sorted({texts[i - 1] + "." + texts[i] for i in range(1, len(texts))
                          if (texts[i - 1], texts[i]) in {("numpy", "ndarray"), ("numpy", "dtype"),
                          ("sklearn.linear_model._stochastic_gradient", "SGDClassifier")}}))
            """, path)
        #expect(
            globals
                == "['numpy.dtype', 'numpy.ndarray', 'sklearn.linear_model._stochastic_gradient.SGDClassifier']")
    }
}

import TestSupport
import Testing

@testable import ModelFiles

/// Files that joblib has written, as scikit-learn's older pages advise.
struct JoblibFileTests {
    let folder: TemporaryFolder
    var path: String { folder.file("model.pkl") }

    init() throws { folder = try TemporaryFolder() }

    /// Where the file is found to be joblib's.
    private func place() throws -> Int? {
        do {
            _ = try ModelFile.read(path: path)
        } catch ModelFileError.joblib(path, let byteOffset) {
            return byteOffset
        }
        Issue.record("taken up")
        return -1
    }

    @Test(arguments: ["model.joblib", "model.joblib.gz", "MODEL.JOBLIB", "model.joblib.bak"])
    func `a file is joblib's by its name`(name: String) throws {
        try FileBytes.write([], to: folder.file(name))
        for error in [
            #expect(throws: ModelFileError.self) { try ModelFile.read(path: folder.file(name)) },
            #expect(throws: ModelFileError.self) { try ModelInspection.of(path: folder.file(name)) },
            #expect(throws: ModelFileError.self) { try ModelFile.write(Sample.model(), to: folder.file(name)) },
        ] {
            #expect(error?.code == "joblib_file")
            #expect(error?.remedy?.contains("pickle.dump") == true)
            #expect(error?.remedy?.contains("skops") == true)
        }
    }

    /// The first bytes of what joblib 1.5 writes with `compress=`, of its older form, and of LZ4.
    @Test(arguments: [
        "x^uS\u{CF}k\u{13}A", "x\u{01}uS", "x\u{9C}uS", "x\u{DA}uS", "\u{1F}\u{8B}\u{08}\0\0\0\0\0", "BZh31AY&",
        "\u{FD}7zXZ\0\0\u{04}", "]\0\0@\0\u{FF}\u{FF}\u{FF}", "\u{04}\"M\u{18}d", "ZF0x1f                x",
    ])
    func `a packed file is joblib's by its first bytes`(start: String) throws {
        try FileBytes.write(PickleDisassemblyTests.bytes(start), to: path)
        #expect(try place() == nil)
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.name == "joblib")
        #expect(refusal.disassembly == nil)
    }

    /// `joblib.dump(numpy.arange(2.0), file, protocol)` of joblib 1.5, up to what is joblib's.
    @Test(arguments: [
        ("\u{80}\u{02}cjoblib.numpy_pickle\nNumpyArrayWrapper\nq\0)\u{81}q\u{01}}q\u{02}(", 2),
        (
            "\u{80}\u{04}\u{95}\u{30}\0\0\0\0\0\0\0\u{8C}\u{13}joblib.numpy_pickle\u{94}\u{8C}\u{11}NumpyArrayWrapper\u{94}"
                + "\u{93}\u{94})\u{81}\u{94}}\u{94}(", 53
        ),
        ("\u{80}\u{02}csklearn.externals.joblib.numpy_pickle\nNDArrayWrapper\nq\0)\u{81}", 2),
    ])
    func `a pickle is joblib's by the names in it, and its opcodes are shown`(start: String, offset: Int) throws {
        try FileBytes.write(PickleDisassemblyTests.bytes(start), to: path)
        #expect(try place() == offset)
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.byteOffset == offset)
        #expect(refusal.disassembly?.globals.first?.name.contains("joblib.numpy_pickle.N") == true)
    }
}

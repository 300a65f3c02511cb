import ModelFiles
import TestSupport
import Testing

struct WatermarkTests {
    /// One way in which a watermark can contradict itself.
    struct Contradiction: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout Watermark) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout Watermark) -> Void) {
            testDescription = name
            self.change = change
        }
    }

    static let contradictions = [
        Contradiction("no database") { $0.database = "" },
        Contradiction("negative rows") { $0.rows = -1 },
        Contradiction("blocks that do not add up") { $0.rows = 5000 },
        Contradiction("no blocks") { $0.blocks = [] },
        Contradiction("an empty block") { $0.blocks[1].rows = 0 },
        Contradiction("a block that is too large") { $0.blocks[1].rows = 4097 },
        Contradiction("a block that ends before it begins") { $0.blocks[1].firstRow = 4101 },
        Contradiction("a block beyond the last row") { $0.blocks[1].lastRow = 4101 },
        Contradiction("a block with more rows than numbers") { $0.blocks[1].lastRow = 4098 },
        Contradiction("a digest that is too short") { $0.blocks[0].sha256.removeLast() },
        Contradiction("a digest in capitals") { $0.blocks[0].sha256 = String(repeating: "A", count: 64) },
        Contradiction("a refused row beyond the last row") { $0.refused[0].row = 4101 },
        Contradiction("a refused row at a negative position") { $0.refused[0].position = -1 },
    ]

    @Test(arguments: contradictions)
    func `a watermark that contradicts itself is not written`(
        contradiction: Contradiction
    ) throws {
        let folder = try TemporaryFolder()
        var watermark = Sample.watermark
        contradiction.change(&watermark)
        let model = try Sample.model(watermarks: [watermark])
        let error = #expect(throws: ModelFileError.self) {
            try SafetensorsFile.write(model, to: folder.file("model.safetensors"))
        }
        #expect(error?.code == "unwritable_model")
    }

    @Test(arguments: [
        [], [Sample.watermark],
        [Sample.watermark, Watermark(database: "ä\"\\\n\u{7}😀", lastRow: .min, rows: 0, blocks: [], refused: [])],
        [
            Watermark(
                database: "/d", lastRow: .max, rows: 1,
                blocks: [.init(firstRow: .min, lastRow: .max, rows: 1, sha256: String(repeating: "0", count: 64))],
                refused: [])
        ],
    ])
    func `watermarks come back as they were`(watermarks: [Watermark]) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("model.safetensors")
        try SafetensorsFile.write(try Sample.model(watermarks: watermarks), to: path)
        #expect(try SafetensorsFile.read(path: path).watermarks == watermarks)
    }
}

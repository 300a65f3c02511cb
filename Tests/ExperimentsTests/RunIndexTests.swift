import Experiments
import Files
import Foundation
import TestSupport
import Testing
import Values

@Suite struct RunIndexTests {
    @Test func `runs are found, and a damaged one is named and does not hide the others`() throws {
        let folder = try TemporaryFolder()
        for index in 0..<100 {
            var record = RunRecordTests.example()
            record.settings.classifier = ["alpha": .real(index < 50 ? 0.1 : 0.2), "loss": "log_loss"]
            try RunFolder(folder.file("runs/\(index).run")).write(record, batches: [], models: [])
        }
        try Data("{".utf8).write(to: URL(filePath: folder.file("runs/7.run/record.json")))
        let index = RunIndex(below: folder.path)
        #expect(index.runs.count == 99)
        #expect(index.damaged.count == 1)
        #expect(index.differingSettings == ["classifier.alpha"])
    }

    @Test func `what differs comes first, and what is the same is counted`() throws {
        var other = RunRecordTests.example()
        other.settings.classifier = ["alpha": .real(1)]
        other.cells[0].figures[0].value = .real(0.5)
        let difference = RunDifference(RunRecordTests.example(), other)
        let parts = difference.differences.map(\.part.rawValue)
        #expect(parts.prefix(2) == ["setting", "figure"])
        #expect(difference.differences[1].change.map { abs($0 - 0.2) < 1e-12 } == true)
        #expect(difference.same[.command] == 1)
        #expect(!difference.isSame)
        #expect(RunDifference(other, other).isSame)
    }

    @Test func `a run replaces its own files in a folder and no others`() throws {
        let folder = try TemporaryFolder()
        let run = RunFolder(folder.path)
        var former = RunRecordTests.example()
        former.inputs = ["start.safetensors", "start-2.pkl"].map {
            RunInput(kind: .model, typed: $0, path: $0, sha256: String(repeating: "a", count: 64), sizeBytes: 1)
        }
        try run.write(former, batches: [], models: [])
        for name in ["README.md", "start.safetensors", "start-2.pkl", "starters.txt"] {
            try Data("x".utf8).write(to: URL(filePath: folder.file(name)))
        }
        try run.write(
            RunRecordTests.example(),
            batches: [BatchFigures(cell: 1, batch: 1, documents: 3, progressiveAccuracy: 0.1)],
            models: [])
        #expect(folder.names == ["README.md", "batches.csv", "record.json", "script.refit", "starters.txt"])
        #expect(try run.readRecord() == RunRecordTests.example())
        #expect(try run.readScript() == "fit r\n")
        #expect(try run.readBatches(of: 1).first?.progressiveAccuracy == 0.1)
        #expect(try RunFolder.named(by: run.record) == run)
    }

    @Test(arguments: ["script.refit", "batches.csv", "trials.csv", "documents.csv", "cells.csv", "start.pkl"])
    func `a folder in the place of a run's file is refused before anything is changed`(name: String) throws {
        let folder = try TemporaryFolder()
        let run = RunFolder(folder.path)
        var former = RunRecordTests.example()
        former.cells[0].expanded = "compare batches --test s"
        former.inputs = [
            RunInput(
                kind: .model, typed: "start.pkl", path: "start.pkl", sha256: String(repeating: "a", count: 64),
                sizeBytes: 1)
        ]
        try run.write(former, batches: [], models: [])
        try? FileManager.default.removeItem(atPath: folder.file(name))
        try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
        let before = folder.names
        let error = #expect(throws: ExperimentError.self) { try run.checkIsOwn() }
        #expect(error?.code == "not_a_run_of_refit")
        #expect(throws: ExperimentError.self) { try run.write(former, batches: [], models: []) }
        #expect(folder.names == before && Path.isFolder(folder.file(name)))
    }

    @Test(arguments: ["", "a,b\n", "cell,batch\n1,2\n", "HEADER\n1,x,3,,,\n", "HEADER\n1,2,3,nan,,\n"])
    func `batches that are damaged are refused by their line`(text: String) throws {
        let folder = try TemporaryFolder()
        let header = BatchFigures.columns.joined(separator: ",")
        try Data(text.replacing("HEADER", with: header).utf8).write(to: URL(filePath: folder.file("batches.csv")))
        #expect(throws: ExperimentError.self) { try RunFolder(folder.path).readBatches(of: 1) }
    }
}

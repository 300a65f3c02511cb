import Experiments
import Files
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct StagedRunTests {
    private let folder: TemporaryFolder
    private let run: RunFolder

    init() throws {
        folder = try TemporaryFolder()
        run = RunFolder(folder.file("runs/one.run"))
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: run.path).sorted()
    }

    private func record(named name: String) -> RunRecord {
        var record = RunRecordTests.example()
        record.name = name
        return record
    }

    @Test func `a run that nobody commits leaves nothing, and the one that was there`() throws {
        do {
            _ = try run.stage(record(named: "first"), batches: [], models: [], tables: RunTables(cells: "cell\n"))
        }
        #expect(folder.names.isEmpty)
        try run.write(record(named: "first"), batches: [], models: [])
        let before = try names()
        do {
            let staged = try run.stage(record(named: "second"), batches: [], models: [])
            // Three files, which have names only where the file system gives no others.
            let hidden = try names().filter { $0.hasPrefix(".") }
            #expect([0, 3].contains(hidden.count))
            #expect(try names().count == before.count + hidden.count)
            #expect(try run.readRecord().name == "first")
            _ = consume staged
        }
        #expect(try names() == before)
        #expect(try run.readRecord().name == "first")
    }

    @Test func `where the last file cannot be written the others go, and their folder`() async throws {
        await #expect(processExitsWith: .success) { [path = run.path as String] in
            // The record and the script are shorter than this, the figures longer.
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 16384, rlim_max: 16384)
            try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let batches = (1...2000).map {
                BatchFigures(cell: 1, batch: $0, documents: $0, progressiveAccuracy: 0.5)
            }
            let error = #expect(throws: ExperimentError.self) {
                _ = try RunFolder(path).stage(RunRecordTests.example(), batches: batches, models: [])
            }
            #expect(error?.message.contains("\(path)/batches.csv") == true)
        }
        #expect(folder.names.isEmpty)
    }

    @Test func `no byte is written once a run is staged, also where the model that it began from loses its name`()
        async throws
    {
        let start = folder.file("start.safetensors")
        try String(repeating: "weights", count: 1000).write(toFile: start, atomically: false, encoding: .utf8)
        var first = record(named: "first")
        first.cells[0].expanded = "compare vectorizers"
        try run.write(first, batches: [], models: [], tables: RunTables(cells: "cell\n1\n"))
        await #expect(processExitsWith: .success) { [path = run.path as String, start = start as String] in
            signal(SIGXFSZ, SIG_IGN)
            let run = RunFolder(path)
            let models = [(name: "start.safetensors", file: try HeldFile(start))]
            let staged = try run.stage(
                RunRecordTests.example(), batches: [], models: models, tables: RunTables(cells: "cell\n2\n"),
                continuing: true)
            try FileManager.default.removeItem(atPath: start)
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            try #require(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            try staged.commit()
        }
        #expect(try String(contentsOfFile: "\(run.path)/start.safetensors", encoding: .utf8).utf8.count == 7000)
        #expect(try String(contentsOfFile: "\(run.path)/cells.csv", encoding: .utf8) == "cell\n1\n2\n")
        #expect(try names() == ["batches.csv", "cells.csv", "record.json", "script.refit", "start.safetensors"])
    }

    @Test(arguments: ["script.refit", "batches.csv", "record.json"])
    func `a name that is taken meanwhile leaves no record, and the run can be written again`(name: String) throws {
        try run.write(record(named: "first"), batches: [], models: [])
        let staged = try run.stage(record(named: "second"), batches: [], models: [])
        let taken = "\(run.path)/\(name)"
        try run.withdrawRecord()
        try? FileManager.default.removeItem(atPath: taken)
        try FileManager.default.createDirectory(atPath: "\(taken)/by", withIntermediateDirectories: true)
        var error: ExperimentError?
        do throws(ExperimentError) { try staged.commit() } catch let reason { error = reason }
        #expect(error?.message.contains("replace \(taken)") == true)
        #expect(!Path.isRegularFile(run.record))
        #expect(try names().filter { $0.hasPrefix(".") } == [".record.json"])
        try FileManager.default.removeItem(atPath: taken)
        try run.write(record(named: "third"), batches: [], models: [])
        #expect(try run.readRecord().name == "third")
        #expect(try names() == ["batches.csv", "record.json", "script.refit"])
    }

    @Test func `it is said whether a record was withdrawn`() throws {
        #expect(try !run.withdrawRecord())
        try run.write(record(named: "first"), batches: [], models: [])
        #expect(try run.withdrawRecord())
        #expect(try !run.withdrawRecord())
    }

    @Test func `the record that takes the place of another keeps its mode`() throws {
        try run.write(record(named: "first"), batches: [], models: [])
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: run.record)
        try run.write(record(named: "second"), batches: [], models: [])
        let mode = try FileManager.default.attributesOfItem(atPath: run.record)[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }
}

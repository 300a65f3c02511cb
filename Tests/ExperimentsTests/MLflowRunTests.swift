import Learning
import Experiments
import Files
import Foundation
import ModelFiles
import TestSupport
import Testing
import Values

struct MLflowRunTests {
    private func export(
        _ sample: MLflowSample, to folder: TemporaryFolder, experiment: String = "movies"
    ) throws -> MLflowRun.Written {
        try MLflowRun.write(
            sample.record, batches: sample.batches, model: sample.model, run: RunFolder(folder.file("movies.run")),
            to: folder.file("mlruns"), experiment: experiment)
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test func `a run lies as MLflow's file store has it`() throws {
        let folder = try TemporaryFolder()
        let sample = try MLflowSample()
        let run = try export(sample, to: folder)
        #expect(run.path == "\(folder.file("mlruns"))/\(run.experimentID)/\(run.runID)")
        #expect(try names(folder.file("mlruns")) == ["0", run.experimentID].sorted())
        #expect(try names(run.path) == ["artifacts", "meta.yaml", "metrics", "params", "tags"])
        #expect(
            try names(run.artifacts + "/model") == ["MLmodel", "model.safetensors", "model.skops", "requirements.txt"])
        #expect(try names(run.artifacts + "/run") == ["batches.csv", "record.json", "script.refit"])
        #expect(run.runID.count == 32)
        let meta = try text(run.path + "/meta.yaml")
        #expect(meta.contains("\nstart_time: 1795428000000\n"))
        #expect(meta.contains("\nend_time: 1795428005000\n"))
        #expect(meta.contains("\nstatus: 3\n"))
        #expect(try text(run.path + "/params/classifier.alpha") == "1e-05")
        #expect(try text(run.path + "/params/classifier.penalty") == "l2")
        #expect(try text(run.path + "/params/classifier.class_weight") == "None")
        #expect(try text(run.path + "/params/vectorizer.n_features") == "64")
        #expect(try text(run.path + "/params/vectorizer.ngram_range") == "(1, 1)")
        #expect(try text(run.path + "/params/seed.cell_1") == "7")
        #expect(try text(run.path + "/tags/refit.model_digest") == sample.model.digest)
        #expect(try text(run.path + "/tags/refit.input.1.sha256") == String(repeating: "a", count: 64))
        #expect(try text(run.path + "/tags/mlflow.note.content") == sample.record.notes.joined(separator: "\n\n"))
    }

    @Test func `metrics have all digits, and steps that never go back`() throws {
        let folder = try TemporaryFolder()
        let run = try export(try MLflowSample(), to: folder)
        let time = "1795428005000"
        #expect(try text(run.path + "/metrics/accuracy") == "\(time) 0.30000000000000004 67\n")
        #expect(try text(run.path + "/metrics/classes.0.f1") == "\(time) 1e-17 67\n")
        #expect(
            try text(run.path + "/metrics/progressive_accuracy")
                == "\(time) 0.5 40\n\(time) \(1.0 / 3) 60\n\(time) 0.5 67\n")
        #expect(try names(run.path + "/metrics").contains("log_loss") == false)
    }

    @Test func `no key leads out of its folder, and no two share a file`() throws {
        let folder = try TemporaryFolder()
        let run = try export(try MLflowSample(), to: folder)
        let metrics = try names(run.path + "/metrics")
        #expect(metrics.contains("_._.._escape"))
        #expect(metrics.contains("_hidden"))
        #expect(metrics.filter { $0.hasPrefix("a_b") }.count == 2)
        #expect(metrics.allSatisfy { $0.utf8.count <= 250 && !$0.hasPrefix(".") })
        #expect(metrics.contains { $0.utf8.count == 250 })
        #expect(folder.names == ["mlruns"])
    }

    @Test func `the record's paths lead on from where it lies now`() throws {
        let folder = try TemporaryFolder()
        let run = try export(try MLflowSample(), to: folder)
        let record = try RunFolder(run.artifacts + "/run").readRecord()
        #expect(Path.normalized("\(run.artifacts)/run/\(record.inputs[0].path)") == folder.file("r.csv"))
        #expect(record.model?.path == "../model/model.safetensors")
        #expect(Path.exists("\(run.artifacts)/run/../model/model.safetensors"))
    }

    @Test func `a run that is exported again is replaced, and what others added stays`() throws {
        let folder = try TemporaryFolder()
        let sample = try MLflowSample()
        let first = try export(sample, to: folder)
        try "mine".write(toFile: first.path + "/tags/mine", atomically: true, encoding: .utf8)
        try "old".write(toFile: first.path + "/metrics/stale", atomically: true, encoding: .utf8)
        let again = try export(sample, to: folder)
        #expect(again.runID == first.runID && again.experimentID == first.experimentID)
        #expect(try names(folder.file("mlruns/\(first.experimentID)")) == ["meta.yaml", first.runID].sorted())
        #expect(try text(first.path + "/tags/mine") == "mine")
        #expect(!Path.exists(first.path + "/metrics/stale"))
        var other = sample
        other.record = try RunRecord(json: Array(sample.record.json.lines.utf8), path: "record.json")
        #expect(try export(other, to: folder).runID == first.runID)
        other = sample
        other.record.volatile.ended = "2026-11-24T10:00:05Z"
        #expect(try export(other, to: folder).runID == first.runID)
        other.record.cells[2].figures[0].value = .real(0.5)
        #expect(try export(other, to: folder).runID != first.runID)
    }

    @Test func `a run whose export fails is not visible`() throws {
        let folder = try TemporaryFolder()
        var sample = try MLflowSample()
        let run = try export(sample, to: folder)
        sample.model.classifier.coef.numbers[0] = .infinity
        let error = #expect(throws: ExperimentError.self) { try export(sample, to: folder) }
        #expect(error?.code == "unwritable_model")
        #expect(!Path.exists(run.path + "/meta.yaml"))
    }

    @Test(
        arguments: [
            "movies", "it's: \"odd\" # {a}\n- \\x", "日本語 😀 é \u{85}\u{2028}\u{FEFF}\u{FFFE}\u{7}", " null", "~",
            "Default",
        ])
    func `an experiment keeps its number under any name`(name: String) throws {
        let folder = try TemporaryFolder()
        let sample = try MLflowSample(name: name)
        let first = try export(sample, to: folder, experiment: name)
        #expect(try export(sample, to: folder, experiment: name) == first)
        #expect(try export(sample, to: folder, experiment: name + "2").experimentID != first.experimentID)
        #expect((first.experimentID == "0") == (name == "Default"))
        #expect(try text(first.path + "/meta.yaml").utf8.allSatisfy { $0 < 127 })
    }

    @Test(arguments: [
        "name: my movies", "name: 'my movies'", "name: \"my\\\n  \\ movies\"", "name: my\n  movies",
        "name: \"my\\x20movies\"",
    ])
    func `an experiment that MLflow has made is found`(line: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("mlruns/123456789012345678")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try "experiment_id: '123456789012345678'\n\(line)\n".write(
            toFile: path + "/meta.yaml", atomically: true, encoding: .utf8)
        #expect(
            try export(try MLflowSample(), to: folder, experiment: "my movies").experimentID == "123456789012345678")
    }

    @Test func `an experiment that MLflow has deleted is refused`() throws {
        let folder = try TemporaryFolder()
        let run = try export(try MLflowSample(), to: folder)
        let trash = folder.file("mlruns/.trash")
        try FileManager.default.createDirectory(atPath: trash, withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: folder.file("mlruns/\(run.experimentID)"), toPath: "\(trash)/\(run.experimentID)")
        let error = #expect(throws: ExperimentError.self) { try export(try MLflowSample(), to: folder) }
        #expect(error?.message.contains("deleted") == true)
    }

    @Test func `a folder with any name makes a plain URI`() throws {
        let folder = try TemporaryFolder()
        let sample = try MLflowSample()
        let run = try MLflowRun.write(
            sample.record, batches: [], model: nil, run: RunFolder(folder.file("movies.run")),
            to: folder.file("ml runs/é#%?"), experiment: "movies")
        let meta = try text(run.path + "/meta.yaml")
        #expect(meta.contains("/ml%20runs/%C3%A9%23%25%3F/\(run.experimentID)/\(run.runID)/artifacts\"\n"))
        #expect(!Path.exists(run.artifacts + "/model"))
    }
}

/// Not a test of its own: leaves runs in a folder for `Tests/MLflow/check.py`, which `make mlflow` runs.
struct MLflowRunsForPython {
    static let folder = ProcessInfo.processInfo.environment["REFIT_MLFLOW_FOLDER"]

    @Test(.enabled(if: folder != nil))
    func `runs for MLflow itself`() throws {
        let folder = try #require(Self.folder)
        let binary: [Label] = [.integer(0), .integer(1)]
        let samples = [
            try MLflowSample(name: "two classes", classes: binary, nFeatures: 1 << 18),
            try MLflowSample(name: "it's: \"odd\" # 日本語 😀\n- \\x", classes: MLflowSample.texts),
            try MLflowSample(name: "two classes averaged", classes: binary, average: 5),
            try MLflowSample(
                name: "averaged later", classes: MLflowSample.texts, average: 1000,
                classWeight: .weights([ClassWeight.Weight(label: .text("neg"), weight: 2.5)])),
            try MLflowSample(
                name: "weighted", classes: binary,
                classWeight: .weights([ClassWeight.Weight(label: .integer(1), weight: 0.5)])),
            try MLflowSample(name: "three classes averaged", classes: MLflowSample.texts, average: 5),
        ]
        try FileManager.default.createDirectory(atPath: "\(folder)/next", withIntermediateDirectories: true)
        for (index, sample) in samples.enumerated() {
            let run = try MLflowRun.write(
                sample.record, batches: sample.batches, model: sample.model, run: RunFolder("\(folder)/movies.run"),
                to: "\(folder)/ml runs", experiment: index < 3 ? "movies" : "it's: \"averaged\" é")
            try sample.continuation().text.write(
                toFile: "\(folder)/next/\(run.runID).json", atomically: true, encoding: .utf8)
        }
    }
}

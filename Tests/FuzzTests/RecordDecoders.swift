import Files
import ModelFiles
import Values

@testable import Experiments
@testable import Notebook

/// The decoders of runs and logs.
enum RecordDecoders {
    static func json(_ bytes: [UInt8]) throws(Violation) {
        func read(_ bytes: [UInt8]) throws(ModelFileError) -> JSONValue {
            typealias Reader = Values.JSONReader<ModelFileError>
            var reader = Reader(bytes, origin: Reader.Origin(path: "a.json", field: "the file", offset: 0))
            let value = try reader.value()
            try reader.end()
            return value
        }
        guard let value = try Violation.attempt({ () throws(ModelFileError) in try read(bytes) }) else { return }
        let again = try Violation.unlessDone("written JSON") { () throws(ModelFileError) in
            try read(Array(value.text.utf8))
        }
        try Violation.unless(again == value, "JSON is other when it is read again: \(value.text)")
        // On several lines the names are in ascending order.
        let sorted = try Violation.unlessDone("written JSON") { () throws(ModelFileError) in
            try read(Array(value.lines.utf8))
        }
        try Violation.unless(sorted.lines == value.lines, "JSON is other when it is read again: \(value.lines)")
        try Violation.check(shown: value.text, mostBytes: .max)
        try Violation.unless(value.figures().count <= JSONValue.mostFigures, "too many figures")
    }

    static func record(_ bytes: [UInt8]) throws(Violation) {
        let found = try Violation.attempt { () throws(ExperimentError) in
            try RunRecord(json: bytes, path: "a.run/record.json")
        }
        guard let record = found else { return }
        let again = try Violation.unlessDone("a written record") { () throws(ExperimentError) in
            try RunRecord(json: Array(record.json.lines.utf8), path: "a.run/record.json")
        }
        // The members of its objects are sorted by then.
        try Violation.unless(again.json.lines == record.json.lines, "a record is another when it is read again")
    }

    static func batches(_ bytes: [UInt8]) throws(Violation) {
        let found = try Violation.attempt { () throws(ExperimentError) in
            try BatchFigures.read(csv: bytes, path: "a.run/batches.csv")
        }
        guard let figures = found else { return }
        let lines = ([BatchFigures.columns.joined(separator: ",")] + figures.map(\.csv)).map { $0 + "\n" }.joined()
        let again = try Violation.unlessDone("written figures") { () throws(ExperimentError) in
            try BatchFigures.read(csv: Array(lines.utf8), path: "a.run/batches.csv")
        }
        try Violation.unless(again == figures, "figures are others when they are read again")
    }

    static func log(_ bytes: [UInt8]) throws(Violation) {
        let path = try MemoryFile.write(bytes, "session.jsonl")
        guard
            let session = try Violation.attempt({ () throws(NotebookError) in try LoggedSession(path: path) })
        else { return }
        try NotebookDecoders.hold(session.commands)
    }
}

import Files
import Foundation
package import Values

/// What a process that replays a script is told: where the inputs lie, where it may write, where its own record goes.
package struct ReplayPlan: Hashable, Sendable {
    /// The folder below which everything is written.
    package var scratch: String
    /// The folder that the record of the replay goes to.
    package var record: String
    /// The run's inputs.
    package var inputs: [RunInput.Key: Input]
    /// The number of the process that replays, with which this one ends.
    package var parent = 0
    /// Paths that name a file which the script has called otherwise before, each with the first name.
    package var aliases: [String: String] = [:]

    /// An input that was found.
    package struct Input: Hashable, Sendable {
        /// Where it lies.
        package var location: String
        /// The digest that it must have, also when it is read.
        package var sha256: String
        /// How far a feedback database had grown before which command; empty for other inputs.
        package var bounds: [RunInput.Bound]
        /// See ``RunInput/isCheckedByReading``.
        package var isCheckedByReading: Bool

        /// Says where an input lies.
        package init(location: String, sha256: String, bounds: [RunInput.Bound], isCheckedByReading: Bool) {
            self.location = location
            self.sha256 = sha256
            self.bounds = bounds
            self.isCheckedByReading = isCheckedByReading
        }
    }

    /// A plan.
    package init(scratch: String, record: String, inputs: [RunInput.Key: Input]) {
        self.scratch = scratch
        self.record = record
        self.inputs = inputs
    }
}

extension ReplayPlan {
    /// The plan as JSON.
    package var json: JSONValue {
        let inputs = inputs.map { key, input -> JSONValue in
            [
                "kind": .text(key.kind.rawValue), "typed": .text(key.typed), "location": .text(input.location),
                "sha256": .text(input.sha256), "by_reading": .bool(input.isCheckedByReading),
                "bounds": .array(
                    input.bounds.map {
                        ["cell": .integer($0.cell), "last_row": JSONValue($0.lastRow.map { Int($0) })]
                    }),
            ]
        }
        return [
            "parent": .integer(parent), "scratch": .text(scratch), "record": .text(record), "inputs": .array(inputs),
            "aliases": .object(aliases.map { JSONValue.Member(key: $0.key, value: .text($0.value)) }),
        ]
    }

    /// Reads a plan from a file.
    package init(path: String) throws(ExperimentError) {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw .file(.system(path: path, operation: "read", reason: "it cannot be read"))
        }
        let plan = try RecordValue(parsing: [UInt8](data), path: path)
        self.init(scratch: try plan["scratch"].text, record: try plan["record"].text, inputs: [:])
        parent = try plan["parent"].count()
        for (typed, first) in try plan["aliases"].members { aliases[typed] = try first.text }
        for input in try plan["inputs"].elements {
            inputs[RunInput.Key(try RunInput.kind(input["kind"]), try input["typed"].text)] = Input(
                location: try input["location"].text, sha256: try input["sha256"].digest,
                bounds: try RunInput.bounds(input["bounds"]), isCheckedByReading: try input["by_reading"].bool)
        }
    }
}

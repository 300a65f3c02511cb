import Files
import Foundation
package import Values

/// What a process that replays a script is told: where the inputs lie, where it may write, where its own record goes.
package struct ReplayPlan: Hashable, Sendable {
    /// The folder below which everything is written.
    package var scratch: String
    /// The folder that the record of the replay goes to.
    package var record: String
    /// The run's inputs by the paths that its script has for them.
    package var inputs: [String: Input]
    /// The number of the process that replays, with which this one ends.
    package var parent = 0
    /// Paths that name a file which the script has called otherwise before, each with the first name.
    package var aliases: [String: String] = [:]

    /// An input that was found.
    package struct Input: Hashable, Sendable {
        /// Where it lies.
        package var location: String
        /// The digest that it must have once it is read; `nil` where that was checked before.
        package var sha256: String?
        /// How far a feedback database had grown before which command; `nil` for other inputs.
        package var bounds: [RunInput.Bound]?

        /// Says where an input lies.
        package init(location: String, sha256: String? = nil, bounds: [RunInput.Bound]? = nil) {
            self.location = location
            self.sha256 = sha256
            self.bounds = bounds
        }
    }

    /// A plan.
    package init(scratch: String, record: String, inputs: [String: Input]) {
        self.scratch = scratch
        self.record = record
        self.inputs = inputs
    }
}

extension ReplayPlan {
    /// The plan as JSON.
    package var json: JSONValue {
        let inputs = inputs.sorted { $0.key < $1.key }.map { typed, input in
            JSONValue.Member(
                key: typed,
                value: [
                    "location": .text(input.location), "sha256": JSONValue(input.sha256),
                    "bounds": input.bounds.map { bounds in
                        .array(
                            bounds.map {
                                ["cell": .integer($0.cell), "last_row": JSONValue($0.lastRow.map { Int($0) })]
                            })
                    } ?? .null,
                ])
        }
        return [
            "parent": .integer(parent), "scratch": .text(scratch), "record": .text(record), "inputs": .object(inputs),
            "aliases": .object(aliases.map { JSONValue.Member(key: $0.key, value: .text($0.value)) }),
        ]
    }

    /// Reads a plan from a file.
    package init(path: String) throws(ExperimentError) {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else {
            throw .file(.system(path: path, operation: "read", reason: "it cannot be read"))
        }
        let origin = JSONReader<ExperimentError>.Origin(path: path, field: "the plan", offset: 0)
        var reader = JSONReader<ExperimentError>([UInt8](data), origin: origin)
        let plan = RecordValue(try reader.value(), path: path)
        try reader.end()
        self.init(scratch: try plan["scratch"].text, record: try plan["record"].text, inputs: [:])
        parent = try plan["parent"].count()
        for (typed, first) in try plan["aliases"].members { aliases[typed] = try first.text }
        for (typed, input) in try plan["inputs"].members {
            inputs[typed] = Input(
                location: try input["location"].text,
                sha256: try input["sha256"].unlessNull { (digest) throws(ExperimentError) in try digest.digest },
                bounds: try input["bounds"].unlessNull { (bounds) throws(ExperimentError) in
                    try RunInput.bounds(bounds)
                })
        }
    }
}

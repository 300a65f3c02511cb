import Experiments
package import ArgumentParser
import Features
import Learning
import ModelFiles
import Values

/// `inspect`: what a model file holds.
package struct InspectCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a model file holds, or why it is refused.")
    package static let examples = ["inspect models/movies.safetensors"]
    /// The file holds the paths of feedback databases.
    package static let volatileFigures: Set<String> = ["size_bytes"]

    @Argument(help: "The file.", completion: .file(extensions: ["safetensors", "pkl", "skops"]))
    package var path: PathArgument

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        let file = try session.workspace.reading(path.typed, as: .file)
        var inspection = try session.recorder.files.reading(.file, file, typed: path.typed) {
            try ModelInspection.of(path: file)
        }
        inspection.path = path.typed
        switch inspection.outcome {
        case .safe(let contents): return Self.output(of: inspection, contents)
        case .refused(let refusal): return Self.output(of: inspection, refusal)
        }
    }

    private static func value(
        of inspection: ModelInspection, _ contents: ModelInspection.Contents?, _ refusal: ModelInspection.Refusal?
    ) -> JSONValue {
        let watermarks = contents?.watermarks.map { watermark -> JSONValue in
            [
                "database": .text(watermark.database), "rows": .integer(watermark.rows),
                "last_row": .integer(Int(watermark.lastRow)),
            ]
        }
        let weights = contents?.strongestWeights.map { weight -> JSONValue in
            ["column": .integer(weight.column), "weight": .real(weight.weight), "class": JSONValue(weight.label)]
        }
        let settings = contents.map { contents -> JSONValue in
            [
                "vectorizer": contents.vectorizer.map { JSONValue($0) } ?? .null,
                "classifier": JSONValue(contents.classifier),
            ]
        }
        let learned = contents.flatMap { contents in
            contents.classCounts.map { counts in
                JSONValue.array(
                    zip(contents.classes, counts).map { ["label": JSONValue($0), "documents": .integer($1)] })
            }
        }
        return [
            "path": .text(inspection.path), "kind": .text(inspection.kind.rawValue),
            "written_by": JSONValue(contents?.writtenBy), "settings": settings ?? .null,
            "classes": contents.map { .array($0.classes.map { JSONValue($0) }) } ?? .null,
            "n_features": JSONValue(contents?.nFeatures), "nonzero_weights": JSONValue(contents?.nonzeroWeights),
            "t": JSONValue(contents?.t), "labels_learned": learned ?? .null,
            "size_bytes": .integer(inspection.sizeBytes),
            "model_digest": JSONValue(contents?.modelDigest),
            "watermarks": watermarks.map { .array($0) } ?? .null,
            "strongest_weights": weights.map { .array($0) } ?? .null,
            "safe": .bool(refusal == nil),
            "refusal": refusal.map {
                ["name": .text($0.name), "byte_offset": JSONValue($0.byteOffset), "reason": .text($0.reason)]
            } ?? .null,
            "disassembly": refusal?.disassembly.map { value(of: $0) } ?? .null,
        ]
    }

    private static func value(of disassembly: PickleDisassembly) -> JSONValue {
        [
            "opcodes": .array(
                disassembly.opcodes.map { opcode -> JSONValue in
                    [
                        "byte_offset": .integer(opcode.byteOffset), "name": .text(opcode.name),
                        "argument": .text(opcode.argument), "refused": .bool(opcode.isRefused),
                    ]
                }),
            "globals": .array(
                disassembly.globals.map { ["name": .text($0.name), "byte_offset": .integer($0.byteOffset)] }),
            "calls": .array(
                disassembly.calls.map { call -> JSONValue in
                    [
                        "callee": .text(call.callee), "arguments": .text(call.arguments),
                        "opcode": .text(call.opcode), "byte_offset": .integer(call.byteOffset),
                    ]
                }),
            "left_out": .integer(disassembly.leftOut),
            "ending": JSONValue(disassembly.ending),
        ]
    }

    private static func output(
        of inspection: ModelInspection, _ contents: ModelInspection.Contents
    ) -> CellOutput {
        let facts: [(String, TableCell)] = [
            ("kind", .text(inspection.kind.rawValue)), ("written by", .text(contents.writtenBy)),
            ("classes", .text(contents.classes.map(\.description).joined(separator: ", "))),
            ("columns", .count(contents.nFeatures)), ("weights other than 0", .count(contents.nonzeroWeights)),
            ("documents learned", .count(Int(contents.t) - 1)), ("size in bytes", .count(inspection.sizeBytes)),
            ("model digest", .text(contents.modelDigest)),
        ]
        var blocks: [CellOutput.Block] = [
            .prose(inspection.path),
            .table(Table(columns: ["property", "value"], rows: facts.map { [.text($0.0), $0.1] })),
        ]
        if let counts = contents.classCounts {
            let total = counts.reduce(0, +)
            blocks.append(
                .table(
                    Table(
                        columns: ["label learned", "documents", "share"],
                        rows: zip(contents.classes, counts).map { label, count in
                            [
                                .value(JSONValue(label)), .count(count),
                                .share(total == 0 ? nil : Double(count) / Double(total)),
                            ]
                        })))
        }
        if let vectorizer = contents.vectorizer {
            let defaults = HashingVectorizerSettings().parameters
            blocks.append(.prose(SettingsCommands.call("HashingVectorizer", vectorizer, defaults: defaults)))
        }
        let defaults = SGDClassifierSettings().parameters
        blocks.append(.prose(SettingsCommands.call("SGDClassifier", contents.classifier, defaults: defaults)))
        if !contents.watermarks.isEmpty {
            blocks.append(
                .table(
                    Table(
                        columns: ["feedback applied", "rows", "last row"],
                        rows: contents.watermarks.map {
                            [.text($0.database), .count($0.rows), .number(Int($0.lastRow))]
                        })))
        }
        if !contents.strongestWeights.isEmpty {
            blocks.append(
                .table(
                    Table(
                        columns: ["column", "weight", "for"],
                        rows: contents.strongestWeights.map {
                            [.number($0.column), .decimal($0.weight), .value(JSONValue($0.label))]
                        })))
        }
        var output = CellOutput(result: value(of: inspection, contents, nil), blocks: blocks)
        output.volatileWords = [Numerals.grouped(inspection.sizeBytes)] + contents.watermarks.map(\.database)
        return output
    }

    private static func output(
        of inspection: ModelInspection, _ refusal: ModelInspection.Refusal
    ) -> CellOutput {
        let place = refusal.byteOffset.map { " at byte \($0)" } ?? ""
        var output = CellOutput(
            result: value(of: inspection, nil, refusal),
            blocks: (refusal.disassembly.map { blocks(of: $0) } ?? []) + [
                .prose("\(inspection.path) is not safe to open: \(refusal.name)\(place) \(refusal.reason)")
            ])
        output.status = .differs
        return output
    }

    private static func blocks(of disassembly: PickleDisassembly) -> [CellOutput.Block] {
        var blocks: [CellOutput.Block] = []
        if !disassembly.opcodes.isEmpty {
            blocks.append(
                .table(
                    Table(
                        title: "the pickle, of which nothing was executed:",
                        columns: ["byte", "opcode", "argument", ""],
                        rows: disassembly.opcodes.map {
                            [
                                .number($0.byteOffset), .text($0.name), .text($0.argument),
                                .text($0.isRefused ? "refused" : ""),
                            ]
                        })))
        }
        if !disassembly.globals.isEmpty {
            blocks.append(
                .table(
                    Table(
                        columns: ["byte", "would import"],
                        rows: disassembly.globals.map { [.number($0.byteOffset), .text($0.name)] })))
        }
        if !disassembly.calls.isEmpty {
            blocks.append(
                .table(
                    Table(
                        columns: ["byte", "by", "would call", "with"],
                        rows: disassembly.calls.map {
                            [.number($0.byteOffset), .text($0.opcode), .text($0.callee), .text($0.arguments)]
                        })))
        }
        if disassembly.leftOut > 0 { blocks.append(.prose("and \(Numerals.grouped(disassembly.leftOut)) more")) }
        if let ending = disassembly.ending { blocks.append(.prose("no further: \(ending)")) }
        return blocks
    }
}

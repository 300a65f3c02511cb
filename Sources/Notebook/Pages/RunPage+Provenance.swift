import Experiments
import Features
import Learning
import Values

extension RunPage {
    /// Settings, inputs, how to have it again, the machine, and the script.
    var provenance: [MarkupElement] { settings + inputs + replay + script }

    private var settings: [MarkupElement] {
        let parts = [
            ("HashingVectorizer", record.settings.vectorizer, JSONValue(HashingVectorizerSettings().parameters)),
            ("SGDClassifier", record.settings.classifier, JSONValue(SGDClassifierSettings().parameters)),
        ].compactMap { name, chosen, usual -> MarkupElement? in
            guard case .object(let members) = chosen, !members.isEmpty else { return nil }
            let terms = members.flatMap { member in
                HTMLRendering.term(
                    member.key, Self.shown(member.value), usual[member.key] == member.value ? "code" : "code changed")
            }
            return MarkupElement("div", [MarkupElement("h3", text: name), MarkupElement("dl", terms)])
        }
        guard !parts.isEmpty else { return [] }
        return [
            MarkupElement("h2", text: "Settings of the model"),
            MarkupElement("p", ["class": "muted"], text: "Bold: other than what refit takes by itself."),
            MarkupElement("div", ["class": "columns"], parts),
        ]
    }

    /// A setting as JSON spells it; long lists are cut.
    private static func shown(_ value: JSONValue) -> String {
        if case .array(let values) = value, values.count > 12 { return "\(values.count) values" }
        return DisplayWidth.cut(value.text, to: 120)
    }

    private var inputs: [MarkupElement] {
        guard !record.inputs.isEmpty else { return [] }
        let parts = record.inputs.map { input in
            let rows = input.rows.map { $0 == ":" ? "all" : $0 }.joined(separator: ", ")
            let facts = [
                ("read as", input.kind.rawValue), ("rows", rows), ("size", input.sizeBytes.map(Numerals.bytes) ?? ""),
                ("SHA-256", input.sha256 ?? "not known"),
            ].filter { !$0.1.isEmpty }
            return MarkupElement(
                "div",
                [
                    MarkupElement("h3", ["class": "code"], text: input.typed),
                    MarkupElement("dl", facts.flatMap { HTMLRendering.term($0, $1, "code") }),
                ])
        }
        return [MarkupElement("h2", text: "What was read"), MarkupElement("div", parts)]
    }

    private var replay: [MarkupElement] {
        let environment = record.volatile.environment
        let facts = [
            ("model", record.model?.modelDigest), ("refit", environment.refit), ("build", environment.build),
            ("Swift", environment.swift), ("SQLite", environment.sqlite), ("C library", environment.libc),
            ("system", environment.system),
            ("processor", environment.processor.map { "\($0), \(environment.processors ?? 1) processors" }),
            ("commit", environment.commit.map { $0 + (environment.isDirty == true ? ", changed" : "") }),
            ("peak memory", record.volatile.peakMemoryBytes.map(Numerals.bytes)), ("begun", record.volatile.started),
            ("ended", record.volatile.ended),
        ]
        let how =
            if let reason = record.unrepeatable {
                [MarkupElement("p", text: reason)]
            } else if let path {
                [
                    MarkupElement(
                        "p",
                        text: "refit runs the script again and says of every figure whether it came out the same. "
                            + "Inputs are found by their digests; --data FOLDER says where else to look."),
                    MarkupElement("pre", lines: "refit replay \(ShellWord.quoted(path))"),
                ]
            } else {
                [
                    MarkupElement(
                        "p",
                        text:
                            "This page is of a session. Exports and comparisons leave runs, which refit replay repeats."
                    )
                ]
            }
        return [MarkupElement("h2", text: "To have it again")] + how + [
            MarkupElement(
                "dl", facts.flatMap { name, value in value.map { HTMLRendering.term(name, $0, "code") } ?? [] })
        ]
    }

    private var script: [MarkupElement] {
        guard !record.cells.isEmpty else { return [] }
        return [
            MarkupElement("h2", text: "The script"),
            MarkupElement("pre", lines: record.cells.map(\.input).joined(separator: "\n")),
        ]
    }
}

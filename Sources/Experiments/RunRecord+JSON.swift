package import Values

extension RunRecord {
    /// The record as `record.json` holds it.
    package var json: JSONValue {
        [
            "record_version": .integer(Self.version),
            "name": .text(name),
            "notes": .array(notes.map { .text($0) }),
            "cells": .array(cells.map(\.json)),
            "inputs": .array(inputs.map(\.json)),
            "aliases": .object(aliases.map { JSONValue.Member(key: $0.key, value: .text($0.value)) }),
            "settings": ["vectorizer": settings.vectorizer, "classifier": settings.classifier],
            "model": model.map { ["path": .text($0.path), "model_digest": .text($0.modelDigest), "t": .real($0.t)] }
                ?? .null,
            "tolerances": tolerances.json,
            "volatile": volatile.json,
        ]
    }
}

extension [RunRecord.Figure] {
    /// The figures as one object.
    var json: JSONValue { .object(map { JSONValue.Member(key: $0.key, value: $0.value) }) }
}

extension RunRecord.Cell {
    fileprivate var json: JSONValue {
        [
            "cell": .integer(number), "input": .text(input), "expanded": .text(expanded), "seed": JSONValue(seed),
            "figures": figures.json,
        ]
    }
}

extension RunInput {
    fileprivate var json: JSONValue {
        [
            "kind": .text(kind.rawValue), "typed": .text(typed), "path": .text(path), "sha256": JSONValue(sha256),
            "size_bytes": JSONValue(sizeBytes), "rows": .array(rows.map { .text($0) }),
            "bounds": .array(
                bounds.map { ["cell": .integer($0.cell), "last_row": JSONValue($0.lastRow.map { Int($0) })] }),
        ]
    }
}

extension Tolerances {
    fileprivate var json: JSONValue {
        [
            "standard": .real(standard),
            "named": .object(named.map { JSONValue.Member(key: $0.key, value: .real($0.value)) }),
        ]
    }
}

extension VolatileFacts {
    fileprivate var json: JSONValue {
        [
            "started": .text(started), "ended": .text(ended), "environment": environment.json,
            "peak_memory_bytes": JSONValue(peakMemoryBytes),
            "cells": .array(
                cells.map {
                    ["cell": .integer($0.number), "seconds": .real($0.seconds), "figures": $0.figures.json]
                }),
        ]
    }
}

extension RunEnvironment {
    fileprivate var json: JSONValue {
        [
            "host": JSONValue(host), "processor": JSONValue(processor), "processors": JSONValue(processors),
            "system": JSONValue(system), "libc": JSONValue(libc), "refit": JSONValue(refit),
            "swift": JSONValue(swift), "build": JSONValue(build), "sqlite": JSONValue(sqlite),
            "commit": JSONValue(commit), "dirty": isDirty.map { .bool($0) } ?? .null,
        ]
    }
}

import Files
import Foundation
import Values

extension RunRecord {
    /// The largest `record.json` that is read; refit writes some hundred bytes a command.
    package static let mostBytes = 16 << 20
    /// The most figures that a record may have, as many as fit into its bytes where they are called as refit calls them.
    package static let mostFigures = 1 << 18
    /// The most notes, commands and inputs that a record may have, of each.
    fileprivate static let mostElements = 1 << 16

    /// Reads a record from the bytes of `record.json`.
    ///
    /// Throws `damaged` with the place, `foreign` for JSON that is no record, and `later` for one of a later form.
    /// - Complexity: O(*n*) for *n* bytes.
    package init(json bytes: [UInt8], path: String) throws(ExperimentError) {
        let origin = JSONReader<ExperimentError>.Origin(path: path, field: "the record", offset: 0)
        var reader = JSONReader<ExperimentError>(bytes, origin: origin)
        let tree = try reader.value()
        try reader.end()
        guard case .integer(let version)? = tree["record_version"] else { throw .foreign(path: path) }
        guard version <= Self.version else { throw .later(path: path, version: version) }
        try self.init(RecordValue(tree, path: path))
    }

    private init(_ record: RecordValue) throws(ExperimentError) {
        guard try record["record_version"].integer == Self.version else {
            throw try record["record_version"].damage("1 or more")
        }
        self.init(name: try record["name"].text)
        for note in try record["notes"].elements(most: Self.mostElements) { notes.append(try note.text) }
        var figures = 0
        for (index, cell) in try record["cells"].elements(most: Self.mostElements).enumerated() {
            let read = try Cell(cell)
            try Self.count(read.figures, in: cell, &figures)
            guard read.number == index + 1 else { throw try cell["cell"].damage(String(index + 1)) }
            cells.append(read)
        }
        for input in try record["inputs"].elements(most: Self.mostElements) { inputs.append(try RunInput(input)) }
        for (typed, first) in try record["aliases"].members {
            guard Self.isPath(typed) else { throw first.damage("called by a path", "called otherwise") }
            aliases[typed] = try first.text
        }
        let vectorizer = try record["settings"]["vectorizer"]
        let classifier = try record["settings"]["classifier"]
        (_, _) = (try vectorizer.namedMembers, try classifier.namedMembers)
        settings.vectorizer = vectorizer.anything
        settings.classifier = classifier.anything
        model = try record["model"].unlessNull { (model) throws(ExperimentError) in
            Model(
                path: try model["path"].text, modelDigest: try model["model_digest"].digest, t: try model["t"].amount)
        }
        tolerances.standard = try record["tolerances"]["standard"].amount
        for (name, value) in try record["tolerances"]["named"].namedMembers {
            tolerances.named[name] = try value.amount
        }
        volatile = try VolatileFacts(try record["volatile"])
        for cell in volatile.cells { try Self.count(cell.figures, in: try record["volatile"]["cells"], &figures) }
    }

    /// Counts figures, and refuses more than ``mostFigures``.
    private static func count(
        _ found: [Figure], in value: RecordValue, _ figures: inout Int
    ) throws(ExperimentError) {
        figures += found.count
        guard figures <= mostFigures else { throw value.damage("one of \(mostFigures) figures at most", "more") }
    }

    /// Whether a text may be a path: no system has one of more than 4096 bytes.
    ///
    /// Nor has any name more combining marks in a row than Unicode's Stream-Safe Text Format (UAX #15), and looking a text
    /// up takes time that grows with their square.
    private static func isPath(_ text: String) -> Bool {
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = scalar.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
            if marks > 30 { return false }
        }
        return text.utf8.count <= 4096
    }
}

extension RunRecord.Cell {
    fileprivate init(_ cell: RecordValue) throws(ExperimentError) {
        self.init(
            number: try cell["cell"].count(from: 1), input: try cell["input"].text, expanded: try cell["expanded"].text,
            seed: try cell["seed"].unlessNull { (seed) throws(ExperimentError) in try seed.count() },
            figures: try readFigures(cell["figures"]))
    }
}

private func readFigures(_ value: RecordValue) throws(ExperimentError) -> [RunRecord.Figure] {
    var figures: [RunRecord.Figure] = []
    for (key, value) in try value.namedMembers {
        switch value.anything {
        case .array, .object: throw value.damage("one value")
        case .null, .bool, .integer, .real, .text: figures.append(RunRecord.Figure(key, value.anything))
        }
    }
    return figures
}

extension RunInput {
    fileprivate init(_ input: RecordValue) throws(ExperimentError) {
        self.init(
            kind: try Self.kind(try input["kind"]), typed: try input["typed"].text, path: try input["path"].text,
            sha256: try input["sha256"].unlessNull { (digest) throws(ExperimentError) in try digest.digest },
            sizeBytes: try input["size_bytes"].unlessNull { (size) throws(ExperimentError) in try size.count() })
        for row in try input["rows"].elements { rows.append(try row.text) }
        bounds = try Self.bounds(try input["bounds"])
        switch kind {
        case .model where !RunFolder.isStart(path):
            throw try input["path"].damage("a model's name in the run's own folder, such as start.safetensors")
        case .model, .file:
            guard sizeBytes != nil else { throw try input["size_bytes"].damage("a number of bytes") }
        case .dataset, .feedback: break
        }
    }

    /// Reads what an input is.
    static func kind(_ value: RecordValue) throws(ExperimentError) -> Kind {
        guard let kind = Kind(rawValue: try value.text) else {
            throw value.damage(Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return kind
    }

    /// Reads how far a database had grown.
    static func bounds(_ value: RecordValue) throws(ExperimentError) -> [Bound] {
        var bounds: [Bound] = []
        for bound in try value.elements {
            let lastRow = try bound["last_row"].unlessNull { (row) throws(ExperimentError) in
                Int64(try row.integer)
            }
            bounds.append(Bound(cell: try bound["cell"].count(from: 1), lastRow: lastRow))
        }
        return bounds
    }
}

extension VolatileFacts {
    fileprivate init(_ facts: RecordValue) throws(ExperimentError) {
        self.init()
        started = try facts["started"].text
        ended = try facts["ended"].text
        environment = try RunEnvironment(try facts["environment"])
        peakMemoryBytes = try facts["peak_memory_bytes"].unlessNull { (bytes) throws(ExperimentError) in
            try bytes.count()
        }
        for cell in try facts["cells"].elements(most: RunRecord.mostElements) {
            cells.append(
                Cell(
                    number: try cell["cell"].count(from: 1), seconds: try cell["seconds"].amount,
                    figures: try readFigures(cell["figures"])))
        }
    }
}

extension RunEnvironment {
    fileprivate init(_ environment: RecordValue) throws(ExperimentError) {
        self.init()
        func text(_ key: String) throws(ExperimentError) -> String? {
            try environment[key].unlessNull { (text) throws(ExperimentError) in try text.text }
        }
        host = try text("host")
        processor = try text("processor")
        processors = try environment["processors"].unlessNull { (count) throws(ExperimentError) in try count.count() }
        system = try text("system")
        libc = try text("libc")
        refit = try text("refit")
        swift = try text("swift")
        build = try text("build")
        sqlite = try text("sqlite")
        commit = try text("commit")
        isDirty = try environment["dirty"].unlessNull { (dirty) throws(ExperimentError) in try dirty.bool }
    }
}

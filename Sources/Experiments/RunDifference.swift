package import Values

/// In what two runs differ: settings first, then what they read, what they did, what came out, and on what machine.
///
/// Unlike a replay's ``RunComparison`` this holds runs of different scripts side by side: a figure is the latest of its
/// name, wherever in the script it was found out.
package struct RunDifference: Hashable, Sendable {
    /// What is not the same, in the order of the parts.
    package private(set) var differences: [Difference] = []
    /// How many things are the same, by part.
    package private(set) var same: [Part: Int] = [:]

    /// What a difference is about.
    package enum Part: String, CaseIterable, Sendable {
        /// A setting of the model.
        case setting
        /// An input's digest or rows.
        case input
        /// A command, or an option of it (`3 fit --rows`): by its place in the first run, or in the second where only that ran it.
        case command
        /// A figure.
        case figure
        /// The machine, the time, the memory.
        case environment
    }

    /// One difference.
    package struct Difference: Hashable, Sendable {
        /// What it is about.
        package var part: Part
        /// Its name.
        package var key: String
        /// The first run's value; `nil` where it has none.
        package var a: JSONValue?
        /// The second run's value; `nil` where it has none.
        package var b: JSONValue?

        /// The second value less the first; `nil` unless both are numbers.
        package var change: Double? {
            guard let a = a?.number, let b = b?.number else { return nil }
            return b - a
        }
    }

    /// Whether settings, inputs, commands and figures are all the same.
    package var isSame: Bool { differences.allSatisfy { $0.part == .environment } }

    /// Holds two runs side by side.
    ///
    /// - Complexity: O(*n*) for *n* figures and settings, O(*m*²) for *m* commands at worst.
    package init(_ a: RunRecord, _ b: RunRecord) {
        add(.setting, a.settings.flat.map { ($0.name, $0.value) }, b.settings.flat.map { ($0.name, $0.value) })
        addInputs(a.inputs, b.inputs)
        addCommands(a.cells, b.cells)
        add(.figure, a.finalFigures.map { ($0.key, $0.value) }, b.finalFigures.map { ($0.key, $0.value) })
        add(.environment, Self.environment(of: a), Self.environment(of: b))
    }

    private mutating func add(_ part: Part, _ a: [(String, JSONValue)], _ b: [(String, JSONValue)]) {
        let right = Dictionary(b) { first, _ in first }
        let known = Set(a.map(\.0))
        for (key, value) in a {
            if value == right[key] {
                same[part, default: 0] += 1
            } else {
                differences.append(Difference(part: part, key: key, a: value, b: right[key]))
            }
        }
        for (key, value) in b where !known.contains(key) {
            differences.append(Difference(part: part, key: key, a: nil, b: value))
        }
    }

    /// Compares each input as one thing, and says of it what differs: its digest, the rows that were used.
    private mutating func addInputs(_ a: [RunInput], _ b: [RunInput]) {
        func byKey(_ inputs: [RunInput]) -> [RunInput.Key: RunInput] {
            Dictionary(inputs.map { ($0.key, $0) }) { _, last in last }
        }
        let (left, right) = (byKey(a), byKey(b))
        for key in (a + b).map(\.key).uniqued() {
            let before = differences.count
            let facts = (left[key].map(Self.facts), right[key].map(Self.facts))
            for name in ["sha256", "rows"] {
                let (x, y) = (facts.0?[name], facts.1?[name])
                guard x != y else { continue }
                differences.append(Difference(part: .input, key: "\(key.typed) \(name)", a: x, b: y))
            }
            if differences.count == before { same[.input, default: 0] += 1 }
        }
    }

    private static func facts(of input: RunInput) -> [String: JSONValue] {
        var facts = ["sha256": JSONValue(input.sha256)]
        if !input.rows.isEmpty { facts["rows"] = .text(input.rows.joined(separator: ", ")) }
        return facts
    }

    /// Adds a difference behind those that are known.
    mutating func append(_ difference: Difference) { differences.append(difference) }

    /// Counts things that are the same.
    mutating func count(same number: Int, _ part: Part) { same[part, default: 0] += number }

    private static func environment(of record: RunRecord) -> [(String, JSONValue)] {
        let facts = record.volatile
        let environment = facts.environment
        return [
            ("seconds", .real(record.seconds)), ("peak_memory_bytes", JSONValue(facts.peakMemoryBytes)),
            ("ended", .text(facts.ended)), ("host", JSONValue(environment.host)),
            ("processor", JSONValue(environment.processor)), ("libc", JSONValue(environment.libc)),
            ("refit", JSONValue(environment.refit)), ("build", JSONValue(environment.build)),
            ("commit", JSONValue(environment.commit)),
            ("dirty", environment.isDirty.map { .bool($0) } ?? .null),
        ]
    }
}

extension JSONValue {
    /// The number; `nil` for every other value.
    fileprivate var number: Double? {
        switch self {
        case .integer(let whole): Double(whole)
        case .real(let real): real
        case .null, .bool, .text, .array, .object: nil
        }
    }
}

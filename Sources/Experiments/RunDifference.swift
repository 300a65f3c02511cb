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
        /// A command that only one of them ran.
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
        add(.input, Self.inputs(of: a), Self.inputs(of: b))
        addCommands(a.cells.map(\.expanded), b.cells.map(\.expanded))
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

    /// How many commands two runs may have together for their order to be compared; longer ones stand place beside place.
    private static let mostOrdered = 2_000

    private mutating func addCommands(_ a: [String], _ b: [String]) {
        guard a.count + b.count <= Self.mostOrdered else { return addCommandsInPlace(a, b) }
        let changes = b.difference(from: a)
        same[.command] = a.count - changes.removals.count
        // By their place in the script, so that what one did stands beside what the other did instead.
        func place(_ change: CollectionDifference<String>.Change) -> Int {
            switch change {
            case .remove(let offset, _, _): offset * 2
            case .insert(let offset, _, _): offset * 2 + 1
            }
        }
        for change in (changes.removals + changes.insertions).sorted(by: { place($0) < place($1) }) {
            switch change {
            case .remove(let offset, let text, _):
                differences.append(Difference(part: .command, key: "\(offset + 1)", a: .text(text), b: nil))
            case .insert(let offset, let text, _):
                differences.append(Difference(part: .command, key: "\(offset + 1)", a: nil, b: .text(text)))
            }
        }
    }

    private mutating func addCommandsInPlace(_ a: [String], _ b: [String]) {
        for index in 0..<max(a.count, b.count) {
            let (left, right) = (a.dropFirst(index).first, b.dropFirst(index).first)
            if left == right {
                same[.command, default: 0] += 1
            } else {
                differences.append(
                    Difference(
                        part: .command, key: "\(index + 1)", a: left.map { .text($0) }, b: right.map { .text($0) }))
            }
        }
    }

    private static func inputs(of record: RunRecord) -> [(String, JSONValue)] {
        record.inputs.flatMap { input -> [(String, JSONValue)] in
            var facts: [(String, JSONValue)] = [("\(input.typed) sha256", JSONValue(input.sha256))]
            if !input.rows.isEmpty {
                facts.append(("\(input.typed) rows", .text(input.rows.joined(separator: ", "))))
            }
            return facts
        }
    }

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

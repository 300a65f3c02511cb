import Values

extension RunDifference {
    /// How many commands two runs may have together for their order to be compared; longer ones stand place beside place.
    private static let mostOrdered = 2_000

    /// Compares the commands: equal ones are found first; between them, those of one name stand side by side.
    ///
    /// - Complexity: O(*m*²) for *m* commands at worst.
    mutating func addCommands(_ a: [RunRecord.Cell], _ b: [RunRecord.Cell]) {
        let removed: Set<Int>
        let inserted: Set<Int>
        if a.count + b.count <= Self.mostOrdered {
            let changes = b.map(\.expanded).difference(from: a.map(\.expanded))
            removed = Self.places(changes.removals)
            inserted = Self.places(changes.insertions)
        } else {
            removed = Set(a.indices.filter { $0 >= b.count || a[$0].expanded != b[$0].expanded })
            inserted = Set(b.indices.filter { $0 >= a.count || a[$0].expanded != b[$0].expanded })
        }
        count(same: a.count - removed.count, .command)
        var (left, right) = (0, 0)
        while left < a.count || right < b.count {
            let (from, start) = (left, right)
            while removed.contains(left) { left += 1 }
            while inserted.contains(right) { right += 1 }
            addUnequal(a, from..<left, b, start..<right)
            left += 1
            right += 1
        }
    }

    private static func places(_ changes: [CollectionDifference<String>.Change]) -> Set<Int> {
        Set(
            changes.map { change in
                switch change {
                case .remove(let place, _, _), .insert(let place, _, _): place
                }
            })
    }

    /// What stands between two commands that both have: of each name, the first beside the first.
    private mutating func addUnequal(
        _ a: [RunRecord.Cell], _ left: Range<Int>, _ b: [RunRecord.Cell], _ right: Range<Int>
    ) {
        var next = right.lowerBound
        for index in left {
            let name = CommandText(a[index]).name
            guard let other = (next..<right.upperBound).first(where: { CommandText(b[$0]).name == name }) else {
                append(Difference(part: .command, key: "\(index + 1)", a: .text(a[index].input), b: nil))
                continue
            }
            for missing in next..<other { addMissing(missing, of: b) }
            addPair(index, a[index], b[other])
            next = other + 1
        }
        for missing in next..<right.upperBound { addMissing(missing, of: b) }
    }

    private mutating func addMissing(_ index: Int, of b: [RunRecord.Cell]) {
        append(Difference(part: .command, key: "\(index + 1)", a: nil, b: .text(b[index].input)))
    }

    /// Two commands of one name: their options where the rest is alike, otherwise as they were typed.
    private mutating func addPair(_ index: Int, _ a: RunRecord.Cell, _ b: RunRecord.Cell) {
        let (left, right) = (CommandText(a), CommandText(b))
        let values = (Self.values(of: left.options), Self.values(of: right.options))
        let names = (left.options + right.options).map(\.name).uniqued().filter { values.0[$0] != values.1[$0] }
        // A quoted text may hold what looks like an option.
        guard left.words == right.words, !left.words.contains(where: { "'\"".contains($0) }), !names.isEmpty else {
            let isTyped = a.input != b.input
            return append(
                Difference(
                    part: .command, key: "\(index + 1)", a: .text(isTyped ? a.input : a.expanded),
                    b: .text(isTyped ? b.input : b.expanded)))
        }
        for name in names {
            append(
                Difference(
                    part: .command, key: "\(index + 1) \(left.name) --\(name)", a: values.0[name], b: values.1[name]))
        }
    }

    /// The options by their names; the values of one that is given several times stand together.
    private static func values(of options: [CommandText.Option]) -> [String: JSONValue] {
        Dictionary(options.map { ($0.name, $0.value) }) { all, next in
            guard case .text(let all) = all, case .text(let next) = next else { return next }
            return .text("\(all), \(next)")
        }
    }
}

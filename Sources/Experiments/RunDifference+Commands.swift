import Values

extension RunDifference {
    /// How many commands two runs may have together for their order to be compared; longer ones stand place beside place.
    private static let mostOrdered = 2_000

    /// Compares the commands: equal ones are found first; between them, those of one name stand side by side.
    ///
    /// - Complexity: O(*m*²) for *m* commands at worst, of which ``mostOrdered`` are the most; beyond, O(*m*).
    mutating func addCommands(_ a: [RunRecord.Cell], _ b: [RunRecord.Cell]) {
        let removed: Set<Int>
        let inserted: Set<Int>
        let (left, right) = Self.numbered(a, b)
        if a.count + b.count <= Self.mostOrdered {
            let changes = right.difference(from: left)
            removed = Self.places(changes.removals)
            inserted = Self.places(changes.insertions)
        } else {
            removed = Set(a.indices.filter { $0 >= b.count || left[$0] != right[$0] })
            inserted = Set(b.indices.filter { $0 >= a.count || left[$0] != right[$0] })
        }
        count(same: a.count - removed.count, .command)
        var (place, other) = (0, 0)
        while place < a.count || other < b.count {
            let (from, start) = (place, other)
            while removed.contains(place) { place += 1 }
            while inserted.contains(other) { other += 1 }
            addUnequal(a, from..<place, b, start..<other)
            place += 1
            other += 1
        }
    }

    /// A number for each command, the same for those of the same bytes.
    private static func numbered(_ a: [RunRecord.Cell], _ b: [RunRecord.Cell]) -> ([Int], [Int]) {
        var numbers: [[UInt8]: Int] = [:]
        func number(_ cell: RunRecord.Cell) -> Int {
            let next = numbers.count
            let key = Array(cell.expanded.utf8)
            numbers[key] = numbers[key] ?? next
            return numbers[key] ?? next
        }
        return (a.map(number), b.map(number))
    }

    private static func places(_ changes: [CollectionDifference<Int>.Change]) -> Set<Int> {
        Set(
            changes.map { change in
                switch change {
                case .remove(let place, _, _), .insert(let place, _, _): place
                }
            })
    }

    /// What stands between two commands that both have: of each name, the first beside the first.
    ///
    /// - Complexity: O(*n*) for *n* bytes of commands.
    private mutating func addUnequal(
        _ a: [RunRecord.Cell], _ left: Range<Int>, _ b: [RunRecord.Cell], _ right: Range<Int>
    ) {
        var next = right.lowerBound
        func nameBytes(_ cell: RunRecord.Cell) -> [UInt8] { Array(CommandText(cell).name.utf8) }
        // The places of each name from the last to the first.
        var places = Dictionary(grouping: left.isEmpty ? [] : Array(right.reversed())) { nameBytes(b[$0]) }
        for index in left {
            let name = nameBytes(a[index])
            while let place = places[name]?.last, place < next { places[name]?.removeLast() }
            guard let other = places[name]?.popLast() else {
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
        guard left.words.utf8.elementsEqual(right.words.utf8), !left.words.utf8.contains(where: Self.quotes.contains),
            !names.isEmpty
        else {
            let isTyped = !a.input.utf8.elementsEqual(b.input.utf8)
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

    private static let quotes = Array("'\"".utf8)

    /// The options by their names; the values of one that is given several times stand together.
    private static func values(of options: [CommandText.Option]) -> [String: JSONValue] {
        Dictionary(grouping: options, by: \.name).mapValues { given in
            let texts = given.reversed().prefix { $0.value != .bool(true) }.reversed().compactMap { option in
                if case .text(let text) = option.value { text } else { nil }
            }
            return texts.isEmpty ? .bool(true) : .text(texts.joined(separator: ", "))
        }
    }
}

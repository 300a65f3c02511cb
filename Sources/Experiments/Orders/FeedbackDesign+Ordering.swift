import RandomNumbers

extension FeedbackDesign {
    /// The rows in the order that was asked for.
    func ordered(
        _ rows: [DesignedRow], _ classes: Int, _ generator: inout MersenneTwister
    ) -> [DesignedRow] {
        switch order {
        case .arrival: return rows
        case .random: return generator.permutation(rows.count).map { rows[$0] }
        case .label: return Self.byLabel(rows, classes).flatMap(\.self)
        case .runs(let length): return Self.runs(Self.byLabel(rows, classes), of: length)
        case .drift(let first, let last):
            return Self.drift(rows, last: UInt16(classes - 1), from: first, to: last, &generator)
        }
    }

    /// The rows of each label in the order in which they came.
    private static func byLabel(_ rows: [DesignedRow], _ classes: Int) -> [[DesignedRow]] {
        var groups: [[DesignedRow]] = Array(repeating: [], count: classes)
        for row in rows { groups[Int(row.label)].append(row) }
        return groups
    }

    private static func runs(_ groups: [[DesignedRow]], of length: Int) -> [DesignedRow] {
        var rests = groups.map { $0[...] }
        var rows: [DesignedRow] = []
        while rests.contains(where: { !$0.isEmpty }) {
            for index in rests.indices {
                rows += rests[index].prefix(length)
                rests[index] = rests[index].dropFirst(length)
            }
        }
        return rows
    }

    /// Rows of the label `last` where a number drawn is furthest below the share that the place should have, others elsewhere.
    ///
    /// Their number is that of the rows, so that each place has the label with its own probability, up to O(1/√*n*).
    private static func drift(
        _ rows: [DesignedRow], last: UInt16, from first: Double, to final: Double, _ generator: inout MersenneTwister
    ) -> [DesignedRow] {
        let (positive, others) = (rows.filter { $0.label == last }, rows.filter { $0.label != last })
        let excesses = rows.indices.map { place in
            let share = first + (final - first) * (Double(place) + 0.5) / Double(rows.count)
            return generator.uniform() - share
        }
        let places = excesses.indices.sorted { (excesses[$0], $0) < (excesses[$1], $1) }
        let isPositive = Set(places.prefix(positive.count))
        var (positives, negatives) = (positive[...], others[...])
        return rows.indices.compactMap { isPositive.contains($0) ? positives.popFirst() : negatives.popFirst() }
    }
}

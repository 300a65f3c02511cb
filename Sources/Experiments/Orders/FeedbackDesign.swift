import RandomNumbers
package import Values

/// Feedback made to order from documents whose labels are known: which of them come, under which labels, in which order.
///
/// Everything is drawn by one generator, NumPy's `RandomState(randomState)`, in this order, so that the same seed gives the
/// same rows on every machine, and the same rows under every order but `drift`:
///
/// 1. `flip` gives each document another label, with that probability (`random_sample() < flip`; among more than two
///    labels `randint` chooses).
/// 2. `labelShares`, `drift` and `count` draw rows without replacement by the labels they have now: the first of a
///    permutation for each label in turn, then for all others. They stay in their order.
/// 3. `contradict` lets that share of the rows, the first of a permutation, come again behind themselves with another label.
/// 4. `copies` lets each row come so many times, one behind another.
/// 5. `order` puts them in order. All orders but `random` keep the rows of one label in the order in which they came.
package struct FeedbackDesign: Hashable, Sendable {
    /// The order of the rows.
    package var order = ArrivalOrder.arrival
    /// The probability that a document's label is another than its own, 0 to 1.
    package var flip = 0.0
    /// The share of some labels among the rows drawn, each label once, 0 to 1, together at most 1.
    package var labelShares: [LabelShare] = []
    /// How many rows are drawn, at least 1; `nil` for as many as there are and as the shares allow.
    package var count: Int?
    /// The share of the rows that come again with another label, 0 to 1.
    package var contradict = 0.0
    /// How often each row comes, at least 1.
    package var copies = 1
    /// The seed of all that is drawn.
    package var randomState: UInt32 = 0

    /// Documents as they are.
    package init() {}

    /// The share of a label.
    package struct LabelShare: Hashable, Sendable {
        /// The label.
        package var label: Label
        /// Its share of the rows, 0 to 1.
        package var share: Double

        /// Gives a label a share.
        package init(_ label: Label, _ share: Double) {
            self.label = label
            self.share = share
        }
    }
}

/// One row of feedback made to order.
package struct DesignedRow: Hashable, Sendable {
    /// The document, by its index among those there are.
    package var document: Int
    /// Its label, by the index among the classes.
    package var label: UInt16
    /// How it came to its label.
    package var origin = Origin.own

    /// How a row came to its label.
    package enum Origin: Hashable, Sendable {
        /// It is the document's own.
        case own
        /// It was flipped.
        case flipped
        /// It contradicts the row before.
        case contradiction
    }
}

extension FeedbackDesign {
    /// The rows made of documents with the labels of these indices among `classes`, which ascend.
    ///
    /// Throws `tooFewRows` where there are fewer of a label, or of all, than it takes, `unknownLabel` for a share of a label
    /// that is no class, and `oneLabel` where another label is needed and there is none.
    /// - Precondition: The settings are within the ranges that they name.
    /// - Complexity: O(*n* log *n*) for *n* rows; a row takes 16 bytes, twice over.
    package func rows(of labels: [UInt16], classes: [Label]) throws(ExperimentError) -> [DesignedRow] {
        var generator = MersenneTwister(seed: randomState)
        if classes.count < 2, flip > 0 || contradict > 0 || isDrifting {
            throw .oneLabel(label: classes.first ?? .text(""))
        }
        var rows = labels.indices.map { DesignedRow(document: $0, label: labels[$0]) }
        if flip > 0 {
            for index in rows.indices where generator.uniform() < flip {
                rows[index].label = generator.other(than: rows[index].label, of: classes.count)
                rows[index].origin = .flipped
            }
        }
        rows = try drawn(from: rows, classes, &generator)
        if rows.isEmpty { throw .tooFewRows(label: nil, wanted: count ?? 1, found: 0) }
        if contradict > 0 { rows = contradicted(rows, classes.count, &generator) }
        if copies > 1 { rows = rows.flatMap { Array(repeating: $0, count: copies) } }
        return ordered(rows, classes.count, &generator)
    }

    private var isDrifting: Bool {
        if case .drift = order { return true }
        return false
    }

    private func contradicted(
        _ rows: [DesignedRow], _ classes: Int, _ generator: inout MersenneTwister
    ) -> [DesignedRow] {
        let wanted = Int((contradict * Double(rows.count)).rounded())
        let chosen = Set(generator.permutation(rows.count).prefix(wanted))
        var all: [DesignedRow] = []
        all.reserveCapacity(rows.count + wanted)
        for (index, row) in rows.enumerated() {
            all.append(row)
            guard chosen.contains(index) else { continue }
            let other = generator.other(than: row.label, of: classes)
            all.append(DesignedRow(document: row.document, label: other, origin: .contradiction))
        }
        return all
    }
}

extension MersenneTwister {
    /// The numbers from 0 to `count` − 1 as `permutation(count)` puts them.
    mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(count: count) { order.swapAt($0, $1) }
        return order
    }

    /// One of the other labels of `count`, at least 2, each with the same probability; of two nothing is drawn.
    fileprivate mutating func other(than label: UInt16, of count: Int) -> UInt16 {
        let drawn = UInt16(integer(from: 0, below: count - 1))
        return drawn < label ? drawn : drawn + 1
    }
}

import Feedback
package import Values

/// How often each label occurs.
struct LabelTally: Sendable {
    private var counts: [FeedbackLabel: Int] = [:]
    /// How often small integers that `counts` has were met since: most labels are such, and a table is slower than a list.
    private var repeats = [Int](repeating: 0, count: smallLabels)
    /// Whether `counts` has a small integer.
    private var isKnown = [Bool](repeating: false, count: smallLabels)
    /// Rows whose label is one too many, or too long to be one.
    private var others = 0

    /// As many as a dataset may have; a table of mistakes must not take more memory than one of labels.
    private static let mostLabels = 1000
    private static let longestLabel = 1000
    private static let smallLabels = 16

    /// Whether some rows have labels beyond those that are counted one by one.
    var hasOthers: Bool { others > 0 }

    /// Counts one row's label.
    mutating func add(_ label: FeedbackLabel) {
        guard case .integer(let value) = label, value >= 0, value < Self.smallLabels else { return add(label, 1) }
        if isKnown[Int(value)] {
            repeats[Int(value)] += 1
        } else {
            add(label, 1)
            isKnown[Int(value)] = counts[label] != nil
        }
    }

    /// Counts what another tally has counted.
    mutating func add(_ other: LabelTally) {
        for (label, count) in other.all { add(label, count) }
        others += other.others
    }

    private var all: [FeedbackLabel: Int] {
        var all = counts
        for value in repeats.indices where repeats[value] > 0 {
            all[.integer(Int64(value)), default: 0] += repeats[value]
        }
        return all
    }

    private mutating func add(_ label: FeedbackLabel, _ count: Int) {
        let isShort =
            switch label {
            case .text(let text): text.utf8.count <= Self.longestLabel
            case .bytes(let bytes): bytes.count <= Self.longestLabel
            case .null, .integer, .real: true
            }
        guard isShort, counts.count < Self.mostLabels || counts[label] != nil else {
            others += count
            return
        }
        counts[label, default: 0] += count
    }

    /// The counts in ascending order of the labels, with different spellings of one label taken together; rows whose
    /// label cannot be read come last.
    func rows(classes: [Label]?) -> [LabelRows] {
        var merged: [Label?: Int] = [:]
        for (stored, count) in all {
            merged[classes.flatMap { stored.label(among: $0) } ?? stored.natural, default: 0] += count
        }
        if others > 0 { merged[nil, default: 0] += others }
        return merged.map { LabelRows(label: $0.key, rows: $0.value) }.sorted { left, right in
            guard let a = left.label, let b = right.label else { return left.label != nil }
            return a < b
        }
    }
}

/// How many rows have a label.
package struct LabelRows: Hashable, Sendable {
    /// The label, or `nil` for rows where it is `NULL`, cannot be read, or is beyond the first 1,000 different ones.
    package var label: Label?
    /// How many rows have it.
    package var rows: Int
}

import Feedback
package import Values

/// How often each label occurs.
struct LabelTally {
    private var counts: [FeedbackLabel: Int] = [:]

    /// Counts one row's label.
    mutating func add(_ label: FeedbackLabel) {
        counts[label, default: 0] += 1
    }

    /// Counts what another tally has counted.
    mutating func add(_ other: LabelTally) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// The counts in ascending order of the labels, with different spellings of one label taken together; rows whose
    /// label cannot be read come last.
    func rows(classes: [Label]?) -> [LabelRows] {
        var merged: [Label?: Int] = [:]
        for (stored, count) in counts {
            merged[classes.flatMap { stored.label(among: $0) } ?? stored.natural, default: 0] += count
        }
        return merged.map { LabelRows(label: $0.key, rows: $0.value) }.sorted { left, right in
            guard let a = left.label, let b = right.label else { return left.label != nil }
            return a < b
        }
    }
}

/// How many rows have a label.
package struct LabelRows: Hashable, Sendable {
    /// The label, or `nil` for rows where it is `NULL` or cannot be read.
    package var label: Label?
    /// How many rows have it.
    package var rows: Int
}

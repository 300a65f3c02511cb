import Feedback
package import Values

/// How often each label occurs.
struct LabelTally {
    private var counts: [FeedbackLabel: Int] = [:]
    /// Rows whose label is one too many, or too long to be one.
    private var others = 0

    /// As many as a dataset may have; a table of mistakes must not take more memory than one of labels.
    private static let mostLabels = 1000
    private static let longestLabel = 1000

    /// Counts one row's label.
    mutating func add(_ label: FeedbackLabel) {
        add(label, 1)
    }

    /// Counts what another tally has counted.
    mutating func add(_ other: LabelTally) {
        for (label, count) in other.counts { add(label, count) }
        others += other.others
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
        for (stored, count) in counts {
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

import ModelFiles
import Training
package import Values

/// What the feedback that a model has not seen looks like in the order in which it came in.
package struct ArrivalProfile: Hashable, Sendable {
    /// The model's labels, ascending.
    package let classes: [Label]
    /// The number of rows.
    package let rows: Int
    /// How often each label occurs.
    package let counts: [Int]
    /// The share of each label, 0 to 1, in each of ten parts of the rows; fewer parts than ten where there are fewer rows.
    package let tenths: [[Double]]
    /// The longest run of equal labels.
    package let longestRun: Int
    /// See ``RunsTest/z``; `nil` with more than two classes.
    package let z: Double?

    /// Looks at labels in the order of their rows, by their indices among `classes`.
    package init(_ labels: [UInt16], classes: [Label]) {
        self.classes = classes
        rows = labels.count
        let parts = min(10, labels.count)
        tenths = (0..<parts).map { part in
            let range = (labels.count * part / parts)..<(labels.count * (part + 1) / parts)
            return classes.indices.map { index in
                Double(labels[range].count { Int($0) == index }) / Double(range.count)
            }
        }
        counts = classes.indices.map { index in labels.count { Int($0) == index } }
        var (longest, length) = (0, 0)
        for index in labels.indices {
            length = index > 0 && labels[index] == labels[index - 1] ? length + 1 : 1
            longest = max(longest, length)
        }
        longestRun = longest
        var test = RunsTest()
        for label in labels { test.add(label == 1) }
        z = classes.count == 2 ? test.z : nil
    }

    /// Whether the order decides which labels a batch has: equal labels come together far more than by chance.
    package var isOrdered: Bool { z.map { $0 < -5 } ?? false }
}

/// Learns nothing, and keeps the labels of what it is given; a row takes two bytes.
struct LabelRecorder: FeedbackLearner {
    let classes: [Label]
    var watermarks: [Watermark]
    private(set) var labels: [UInt16] = []
    private let indices: [Label: UInt16]

    init(for model: TextClassifier) {
        classes = model.classes
        watermarks = model.watermarks
        indices = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    }

    mutating func partialFit(_ documents: [Document]) throws(TrainingError) {
        for document in documents { labels.append(indices[document.label] ?? 0) }
    }
}

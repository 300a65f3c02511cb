package import Values

/// How often a document of each class was given each label.
package struct ConfusionMatrix: Hashable, Sendable {
    /// The classes, in the order of the rows and columns.
    package let classes: [Label]
    /// The counts, row after row: a row is the true class, a column the predicted one, as in scikit-learn.
    package private(set) var counts: [Int]

    /// Counts nothing yet.
    package init(classes: [Label]) {
        self.classes = classes
        counts = [Int](repeating: 0, count: classes.count * classes.count)
    }

    /// Counts one document by the indices of its true and its predicted class.
    package mutating func add(actual: Int, predicted: Int) {
        counts[actual * classes.count + predicted] += 1
    }

    /// The count of documents of a true class that were given a label, by their indices.
    package subscript(actual actual: Int, predicted predicted: Int) -> Int {
        counts[actual * classes.count + predicted]
    }

    /// The number of documents.
    package var documents: Int { counts.reduce(0, +) }

    /// The number of documents that were given their own label.
    package var correct: Int { classes.indices.reduce(0) { $0 + self[actual: $1, predicted: $1] } }

    /// The scores of each class, in the order of `classes`.
    package var classScores: [ClassScore] {
        classes.indices.map { index in
            ClassScore(
                label: classes[index],
                truePositives: self[actual: index, predicted: index],
                predicted: classes.indices.reduce(0) { $0 + self[actual: $1, predicted: index] },
                support: classes.indices.reduce(0) { $0 + self[actual: index, predicted: $1] })
        }
    }
}

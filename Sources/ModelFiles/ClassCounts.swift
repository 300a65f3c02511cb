import Learning
import Values

/// The documents that a classifier has learned, counted by class: scikit-learn's `class_count_` of its naive Bayes classifiers.
enum ClassCounts {
    /// The name in a file.
    static let name = SafetensorsFile.Metadata.classCounts.rawValue

    /// The counts as an array.
    static func json(_ counts: [Int]) -> String { JSONText.array(counts.map(String.init)) }

    /// Whether there is a count for each class, and together they are what `t_` has counted.
    ///
    /// Writing and reading ask the same question, so that no file is written that would not open.
    static func fit(_ counts: [Int], _ classifier: SGDClassifierState) -> Bool {
        // As many as there may be, each below 2^53, come to less than 2^63.
        guard counts.count == classifier.classes.count, counts.count <= SavedModel.mostClasses,
            counts.allSatisfy({ $0 >= 0 && Double($0) < SavedModel.endOfCounting })
        else { return false }
        return Double(counts.reduce(0, +)) == classifier.t - 1
    }
}

/// Counts of documents by class, with the model that they are of.
package struct CountedClasses: Sendable {
    private let counts: [Int]
    private let digest: String?

    /// Counts in the order of the classes; `digest` is that of the model that they are of, `nil` where that is the one which has
    /// them.
    package init(_ counts: [Int], of digest: String? = nil) {
        self.counts = counts
        self.digest = digest
    }

    /// The counts, unless they are of another model than the one of a digest, which is asked for where it matters.
    package func counts(of model: @autoclosure () -> String) -> [Int]? {
        guard let digest else { return counts }
        return digest == model() ? counts : nil
    }
}

extension JSONReader {
    /// Reads an array of counts, at most one for each class that a file may have.
    mutating func classCounts() throws(ModelFileError) -> [Int] {
        var counts: [Int] = []
        try array { (reader) throws(ModelFileError) in
            guard counts.count < SavedModel.mostClasses else {
                throw reader.damage("counts of at most \(SavedModel.mostClasses) classes", "more")
            }
            counts.append(try reader.count())
        }
        return counts
    }
}

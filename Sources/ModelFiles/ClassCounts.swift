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

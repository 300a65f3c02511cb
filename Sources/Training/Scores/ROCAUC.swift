/// The area under the receiver operating characteristic.
///
/// It is the chance that a document of the class scores higher than one of another class, where a tie counts a half:
/// the area of scikit-learn's trapezoids. It is counted in whole numbers and divided once, so that the result is the
/// nearest `Double` to the true area; scikit-learn's sum of trapezoids may differ in the last digits.
package enum ROCAUC {
    /// One document's score and whether the document is of the class.
    package struct Entry: Sendable {
        /// The score; higher speaks for the class.
        package var score: Double
        /// Whether the document is of the class.
        package var isPositive: Bool

        /// Pairs a score with the truth.
        package init(score: Double, isPositive: Bool) {
            self.score = score
            self.isPositive = isPositive
        }
    }

    /// The area, 0 to 1; `nil` where all documents are of the class or none is, or where a score is no number.
    ///
    /// - Complexity: O(*n* log *n*) for *n* documents.
    package static func area(_ entries: consuming [Entry]) -> Double? {
        if entries.contains(where: \.score.isNaN) { return nil }
        entries.sort { $0.score < $1.score }
        var positivesBelow = 0
        var negativesBelow = 0
        var doubledArea = 0
        var start = 0
        while start < entries.count {
            var end = start
            var positives = 0
            while end < entries.count, entries[end].score == entries[start].score {
                if entries[end].isPositive { positives += 1 }
                end += 1
            }
            let negatives = end - start - positives
            doubledArea += positives * (2 * negativesBelow + negatives)
            positivesBelow += positives
            negativesBelow += negatives
            start = end
        }
        guard positivesBelow > 0, negativesBelow > 0 else { return nil }
        return Double(doubledArea) / (2 * Double(positivesBelow) * Double(negativesBelow))
    }
}

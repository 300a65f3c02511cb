package import Datasets
import ModelFiles
package import Training
package import Values

/// Two models on the same documents: a judgement on these two files, not on the ways that made them.
package struct ModelComparison: Sendable {
    /// The number of documents.
    package private(set) var documents = 0
    /// On how many both are right.
    package private(set) var bothRight = 0
    /// On how many neither is.
    package private(set) var neitherRight = 0
    /// On how many one alone is.
    package private(set) var test = McNemar(onlyA: 0, onlyB: 0)

    /// The share of documents on which the first is right, 0 to 1.
    package var accuracyA: Double { Double(bothRight + test.onlyA) / Double(documents) }
    /// The share of documents on which the second is right, 0 to 1.
    package var accuracyB: Double { Double(bothRight + test.onlyB) / Double(documents) }

    /// Lets both label the documents of `rows`, each with its own vectorizer.
    ///
    /// Throws `differentClasses` where they have other classes and no label, or not that of a document, is known to both;
    /// `training` for a label that neither knows, `noTestDocuments` where there is not one document, and `interrupted`.
    /// - Complexity: O(*n*) for *n* documents, a batch of which is held.
    package init(
        _ a: TextClassifier, _ b: TextClassifier, on dataset: Dataset, rows range: RowRange,
        monitor: (any WorkMonitor)?
    ) throws(ExperimentError) {
        let known = Set(a.classes).intersection(b.classes)
        if known.isEmpty { throw .differentClasses(a.classes, b.classes) }
        do throws(ExperimentError) {
            try dataset.forEachBatch(of: range, among: known, unit: "documents", monitor: monitor) { batch in
                let (left, right) = (a.judge(a.rows(of: batch)), b.judge(b.rows(of: batch)))
                for (row, document) in batch.enumerated() {
                    add(
                        a.classes[left.predicted[row]] == document.label,
                        b.classes[right.predicted[row]] == document.label)
                }
            }
        } catch .training(.unknownLabel) where a.classes != b.classes {
            throw .differentClasses(a.classes, b.classes)
        }
        guard documents > 0 else { throw .noTestDocuments(found: 0) }
    }

    private mutating func add(_ isRightA: Bool, _ isRightB: Bool) {
        documents += 1
        switch (isRightA, isRightB) {
        case (true, true): bothRight += 1
        case (true, false): test.onlyA += 1
        case (false, true): test.onlyB += 1
        case (false, false): neitherRight += 1
        }
    }
}

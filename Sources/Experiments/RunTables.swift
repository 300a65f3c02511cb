/// Tables that a comparison leaves in its run's folder beside the figures of batches.
///
/// Their first column is the number of the command, so that those of all comparisons of a session stand in one file.
package struct RunTables: Hashable, Sendable {
    /// The tables with their lines' ends, by the files' names.
    let texts: [String: String]

    /// The names of the files that any comparison leaves.
    static let names = ["trials.csv", "documents.csv", "cells.csv"]

    /// Of ways of feeding feedback back: a row an arm and replicate, and a row an arm, replicate and test document.
    package init(trials: String, documents: String) {
        texts = ["trials.csv": trials, "documents.csv": documents]
    }

    /// Of vectorizers: a row a vectorizer and model.
    package init(cells: String) {
        texts = ["cells.csv": cells]
    }
}

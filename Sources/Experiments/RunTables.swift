/// Tables that a comparison leaves in its run's folder beside the figures of batches.
package struct RunTables: Hashable, Sendable {
    /// `trials.csv`: a row an arm and replicate.
    package var trials: String
    /// `documents.csv`: a row an arm, replicate and test document.
    package var documents: String

    /// The names of the files.
    static let names = ["trials.csv", "documents.csv"]

    /// Tables with their lines' ends.
    package init(trials: String, documents: String) {
        self.trials = trials
        self.documents = documents
    }
}

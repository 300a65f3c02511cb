import Features
package import Values

extension VectorizerComparisonResult {
    /// The settings by scikit-learn's names in which vectorizers may differ here.
    package static let settingNames = ["n_features", "ngram_range", "norm", "stop_words", "tokenizer"]

    /// A vectorizer's values of ``settingNames``.
    package func settings(of cell: Int) -> [Parameter] {
        comparison.vectorizers[cell].parameters.filter { Self.settingNames.contains($0.name) }
    }

    /// `cells.csv`: a row a vectorizer and model, of which the first is the one that `fit` makes, with an empty seed.
    package var cellsCSV: String {
        let figures = [
            "seed", "accuracy", "log_loss", "roc_auc", "features_seen", "collision_rate", "size_bytes", "model_digest",
        ]
        var lines = [(["cell"] + Self.settingNames + figures).joined(separator: ",")]
        for (index, cell) in cells.enumerated() {
            let start = [String(index)] + settings(of: index).map { Self.quoted($0.value.description) }
            let own = [
                "", String(cell.accuracy), cell.logLoss.map { String($0) } ?? "", cell.rocAUC.map { String($0) } ?? "",
                String(cell.featuresSeen), String(cell.collisionRate), String(cell.sizeBytes), cell.modelDigest,
            ]
            lines.append((start + own).joined(separator: ","))
            for (seed, accuracy) in zip(comparison.seeds, accuracies(of: index)) {
                let empty = figures.dropFirst(2).map { _ in "" }
                lines.append((start + [String(seed), String(accuracy)] + empty).joined(separator: ","))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func quoted(_ text: String) -> String {
        text.contains { ",\"\n\r".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}

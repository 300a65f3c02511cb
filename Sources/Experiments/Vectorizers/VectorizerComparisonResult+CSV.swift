package import Features
package import Values

extension VectorizerComparisonResult {
    /// What a vectorizer is told apart by; see ``HashingVectorizerSettings/compared``.
    package func settings(of cell: Int) -> [Parameter] { comparison.vectorizers[cell].compared }

    /// `cells.csv`: a row a vectorizer and model, of which the first is the one that `fit` makes, with an empty seed.
    package func cellsCSV(command: Int) -> String {
        let figures = [
            "seed", "accuracy", "log_loss", "roc_auc", "features_seen", "collision_rate", "size_bytes", "model_digest",
        ]
        var lines = [(["command", "cell"] + HashingVectorizerSettings.comparedNames + figures).joined(separator: ",")]
        for (index, cell) in cells.enumerated() {
            let start =
                [String(command), String(index)] + settings(of: index).map { Self.quoted($0.value.description) }
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

extension HashingVectorizerSettings {
    /// The settings by scikit-learn's names in which vectorizers may differ in a comparison, in alphabetical order.
    package static let comparedNames = ["n_features", "ngram_range", "norm", "stop_words", "tokenizer"]

    /// The values of ``comparedNames``.
    package var compared: [Parameter] { parameters.filter { Self.comparedNames.contains($0.name) } }
}

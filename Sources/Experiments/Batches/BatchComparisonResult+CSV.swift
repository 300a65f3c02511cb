import Feedback
import Values

extension BatchComparisonResult {
    /// The columns of `trials.csv`.
    package static let trialColumns = [
        "command", "arm", "learns", "strategy", "batch_size", "settings", "seed", "accuracy", "log_loss",
        "largest_weight_difference",
        "model_digest",
    ]

    /// `trials.csv`: a row an arm and replicate of the command of that number.
    package func trialsCSV(command: Int) -> String {
        var lines = [Self.trialColumns.joined(separator: ",")]
        for (index, arm) in arms.enumerated() {
            let settings = arm.settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            for (seed, replicate) in zip(comparison.seeds, replicates[index]) {
                let fields: [String] = [
                    String(command), String(index), arm.isControl ? "replay" : "feedback", arm.strategy.fetch.rawValue,
                    String(arm.strategy.batchSize(of: profile.rows)),
                    "\"\(settings.replacing("\"", with: "\"\""))\"", String(seed), String(replicate.accuracy),
                    replicate.logLoss.map { String($0) } ?? "", String(replicate.largestWeightDifference),
                    replicate.modelDigest,
                ]
                lines.append(fields.joined(separator: ","))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// `documents.csv`: a row an arm, replicate and test document, with the label that is right, the one that was given,
    /// and the probability of the last class with two classes, else of the label given.
    package func documentsCSV(command: Int) -> String {
        var text = "command,arm,seed,document,truth,prediction,probability\n"
        let classes = profile.classes.map { "\"\($0.description.replacing("\"", with: "\"\""))\"" }
        for index in arms.indices {
            for (seed, replicate) in zip(comparison.seeds, replicates[index]) {
                for (document, truth) in test.labels.enumerated() {
                    let probability = replicate.probabilities.map { String($0[document]) } ?? ""
                    text += "\(command),\(index),\(seed),\(document),\(classes[Int(truth)]),"
                    text += "\(classes[Int(replicate.predicted[document])]),\(probability)\n"
                }
            }
        }
        return text
    }
}

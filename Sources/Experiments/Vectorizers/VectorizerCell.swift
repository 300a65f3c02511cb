import Features
import Learning
import Training
import Values

/// What one vectorizer has come to: the model that `fit` makes with it, and how good that is.
package struct VectorizerCell: Hashable, Sendable {
    /// The share of test documents that were given their own label, 0 to 1.
    package let accuracy: Double
    /// See ``Training/Scores/logLoss``.
    package let logLoss: Double?
    /// See ``Training/Scores/rocAUC``.
    package let rocAUC: Double?
    /// How many columns the rows that were learned have.
    package let featuresSeen: Int
    /// The share of the distinct grams of these rows that share their column with another one, 0 to 1.
    package let collisionRate: Double
    /// Whether there were more distinct grams than are kept, of which the first ones were looked at.
    package let isCut: Bool
    /// The shared columns with the largest weights, at most five, the largest first.
    package let heaviest: [SharedColumn]
    /// How long the model took to learn the rows, their analysis left out.
    package let seconds: Double
    /// The bytes of the arrays in the model's file.
    package let sizeBytes: Int
    /// See ``ModelFiles/ModelDigest``.
    package let modelDigest: String
}

extension VectorizerCell {
    /// The cell as JSON, for the log of finished cells.
    var json: JSONValue {
        [
            "accuracy": .real(accuracy), "log_loss": JSONValue(logLoss), "roc_auc": JSONValue(rocAUC),
            "features_seen": .integer(featuresSeen), "collision_rate": .real(collisionRate),
            "is_cut": .bool(isCut),
            "heaviest_collisions": .array(
                heaviest.map { shared in
                    [
                        "column": .integer(shared.column), "weight": .text(String(shared.weight)),
                        "label": JSONValue(shared.label),
                        "words": .array(shared.words.map { .text($0) }),
                        "signs": .array(shared.signs.map { .integer($0) }), "word_count": .integer(shared.wordCount),
                    ]
                }),
            "duration_seconds": .real(seconds), "size_bytes": .integer(sizeBytes), "model_digest": .text(modelDigest),
        ]
    }

    /// Reads a cell.
    init(_ value: RecordValue) throws(ExperimentError) {
        accuracy = try value["accuracy"].share
        logLoss = try value["log_loss"].unlessNull { (loss) throws(ExperimentError) in try loss.amount }
        rocAUC = try value["roc_auc"].unlessNull { (area) throws(ExperimentError) in try area.share }
        featuresSeen = try value["features_seen"].count()
        collisionRate = try value["collision_rate"].share
        isCut = try value["is_cut"].bool
        var heaviest: [SharedColumn] = []
        for shared in try value["heaviest_collisions"].elements { heaviest.append(try SharedColumn(shared)) }
        self.heaviest = heaviest
        seconds = try value["duration_seconds"].amount
        sizeBytes = try value["size_bytes"].count()
        modelDigest = try value["model_digest"].digest
    }
}

extension SharedColumn {
    fileprivate init(_ value: RecordValue) throws(ExperimentError) {
        guard let weight = Double(try value["weight"].text), weight.isFinite else {
            throw try value["weight"].damage("a number")
        }
        self.init(column: try value["column"].count(), weight: weight, label: try value["label"].label)
        for word in try value["words"].elements { words.append(try word.text) }
        for sign in try value["signs"].elements { signs.append(try sign.integer) }
        guard signs.count == words.count else { throw try value["signs"].damage("a sign a word") }
        wordCount = try value["word_count"].count()
    }
}

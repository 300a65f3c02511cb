import RandomNumbers
import Training
import Values

/// What is another in each replicate.
package enum ReplicateSource: String, CaseIterable, Sendable {
    /// The classifier's `random_state`, by which it shuffles the rows of a call.
    case seed
    /// The order of the arrivals: NumPy's `RandomState(s).permutation`.
    case order
    /// The rows themselves: as many drawn with replacement, in their order of arrival unless `order` is another, too.
    case draw
}

/// One arm's model of one replicate, on the test documents.
package struct Replicate: Hashable, Sendable {
    /// The index of the label given to each document.
    package let predicted: [UInt16]
    /// The probability of the last class with two, else of the label given; `nil` where the loss gives none.
    package let probabilities: [Double]?
    /// The mean log loss; `nil` likewise.
    package let logLoss: Double?
    /// The share of documents that were given their own label.
    package let accuracy: Double
    /// The digest of the model.
    package let modelDigest: String
    /// The largest difference of a weight from the first arm's in the same replicate; 0 for the first arm itself.
    package var largestWeightDifference = 0.0

    /// Which rows a replicate learns, in order.
    static func order(of rows: Int, seed: UInt32, from sources: Set<ReplicateSource>) -> [Int] {
        var order = Array(0..<rows)
        guard rows > 0 else { return order }
        var generator = MersenneTwister(seed: seed)
        if sources.contains(.draw) {
            order = order.map { _ in generator.integer(from: 0, below: rows) }
            if !sources.contains(.order) { order.sort() }
        } else if sources.contains(.order) {
            generator.shuffle(count: rows) { order.swapAt($0, $1) }
        }
        return order
    }
}

extension Replicate {
    /// The replicate as JSON, for the log of finished trials.
    var json: JSONValue {
        [
            "predicted": .array(predicted.map { .integer(Int($0)) }),
            "probabilities": probabilities.map { .array($0.map { .real($0) }) } ?? .null,
            "log_loss": JSONValue(logLoss), "accuracy": .real(accuracy), "model_digest": .text(modelDigest),
            "largest_weight_difference": .real(largestWeightDifference),
        ]
    }

    /// Reads a replicate that was judged on test documents.
    init(_ value: RecordValue, of test: TestDocuments) throws(ExperimentError) {
        let documents = test.labels.count
        var predicted: [UInt16] = []
        for element in try value["predicted"].elements {
            let label = try element.count()
            guard label < test.classCount else { throw element.damage("a label's number below \(test.classCount)") }
            predicted.append(UInt16(label))
        }
        guard predicted.count == documents else { throw try value["predicted"].damage("\(documents) labels") }
        self.predicted = predicted
        probabilities = try value["probabilities"].unlessNull { (list) throws(ExperimentError) in
            var read: [Double] = []
            for element in try list.elements { read.append(try element.share) }
            guard read.count == documents else { throw list.damage("\(documents) probabilities") }
            return read
        }
        logLoss = try value["log_loss"].unlessNull { (loss) throws(ExperimentError) in try loss.amount }
        accuracy = try value["accuracy"].share
        modelDigest = try value["model_digest"].digest
        largestWeightDifference = try value["largest_weight_difference"].amount
    }
}

import ModelFiles
import Training
package import Values

/// What the feedback that a model has not seen looks like in the order in which it came in.
package struct ArrivalProfile: Hashable, Sendable {
    /// The model's labels, ascending.
    package let classes: [Label]
    /// The number of rows.
    package let rows: Int
    /// How often each label occurs.
    package let counts: [Int]
    /// The share of each label among what the model has learned, 0 to 1; `nil` where that is not known, or it has learned
    /// nothing.
    package let trainingShares: [Double]?
    /// The share of each label, 0 to 1, in each of ten parts of the rows; fewer parts than ten where there are fewer rows.
    package let tenths: [[Double]]
    /// The longest run of equal labels.
    package let longestRun: Int
    /// See ``RunsTest/z``; `nil` with more than two classes.
    package let z: Double?

    /// Looks at labels in the order of their rows, by their indices among `classes`; `trained` says how many documents of
    /// each class the model has learned, where it is known.
    package init(_ labels: [UInt16], classes: [Label], trained: [Int]? = nil) {
        self.classes = classes
        rows = labels.count
        let parts = min(10, labels.count)
        tenths = (0..<parts).map { part in
            let range = (labels.count * part / parts)..<(labels.count * (part + 1) / parts)
            return classes.indices.map { index in
                Double(labels[range].count { Int($0) == index }) / Double(range.count)
            }
        }
        counts = classes.indices.map { index in labels.count { Int($0) == index } }
        let documents = trained?.reduce(0, +) ?? 0
        trainingShares = documents == 0 ? nil : trained?.map { Double($0) / Double(documents) }
        var (longest, length) = (0, 0)
        for index in labels.indices {
            length = index > 0 && labels[index] == labels[index - 1] ? length + 1 : 1
            longest = max(longest, length)
        }
        longestRun = longest
        var test = RunsTest()
        for label in labels { test.add(label == 1) }
        z = classes.count == 2 ? test.z : nil
    }

    /// The share of each label, 0 to 1; 0 where there are no rows.
    package var shares: [Double] { counts.map { rows == 0 ? 0 : Double($0) / Double(rows) } }

    /// The difference of shares above which a label comes in another share than in training.
    package static let farApart = 0.1
    /// The p, corrected by Holm for all labels, below which it is not chance that has set the shares apart.
    package static let beyondChance = 0.001

    /// The indices of the labels that come in another share than in training, those with the largest difference first.
    ///
    /// Both must hold: the shares are more than ``farApart`` apart, and the rows are no likely draw from the training's
    /// shares (``BinomialTest``). Those are known, and no sample of anything: they are all that the model has learned.
    package var shifted: [Int] {
        guard let trainingShares else { return [] }
        let pValues = zip(counts, trainingShares).map { BinomialTest($0, of: rows, share: $1).pValue }
        let adjusted = HolmAdjustment.adjusted(pValues)
        let distances = zip(shares, trainingShares).map { abs($0 - $1) }
        return classes.indices.filter { distances[$0] > Self.farApart && adjusted[$0] < Self.beyondChance }
            .sorted { (distances[$1], $0) < (distances[$0], $1) }
    }

    /// Whether the order decides which labels a batch has: equal labels come together far more than by chance.
    package var isOrdered: Bool { z.map(Self.isOrdered) ?? false }

    /// The same of a z.
    package static func isOrdered(_ z: Double) -> Bool { z < -5 }
}

/// Learns nothing, and keeps the labels of what it is given; a row takes two bytes.
struct LabelRecorder: FeedbackLearner {
    let classes: [Label]
    var watermarks: [Watermark]
    private(set) var labels: [UInt16] = []
    /// How many of the rows have the text of a test document.
    private(set) var rowsInTest = 0
    private let indices: [Label: UInt16]
    private let test: TestDocuments

    init(for model: TextClassifier, test: TestDocuments) {
        self.test = test
        classes = model.classes
        watermarks = model.watermarks
        indices = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    }

    var maker: DocumentMaker { DocumentMaker() }

    mutating func partialFit(taking documents: inout [Document], labels _: [Label]) throws(TrainingError) {
        for document in documents {
            labels.append(indices[document.label] ?? 0)
            if test.hasText(document.text) { rowsInTest += 1 }
        }
    }
}

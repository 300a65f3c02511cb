import Datasets
import Features
import Glibc
import Learning
import Text
import Values

/// Takes the way from a CSV file to weights apart, and says what each stage costs on one processor: the median of some rounds.
///
/// Usage: `Stages FILE [ROUNDS]`, 5 of them unless it is said. Every line has a stage, nanoseconds, what they are nanoseconds a piece of, and the seconds.
@main
enum Stages {
    /// What a stage is measured by.
    private enum Unit: String {
        case row, token, entry
    }

    private static let batchSize = 1000

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 2 || words.count == 3, let rounds = words.count == 3 ? Int(words[2]) : 5, rounds > 0 else {
            print("usage: Stages FILE [ROUNDS]")
            exit(2)
        }
        let path = words[1]
        let dataset = try Dataset.load(DatasetSource(path: path))
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 21
        settings.analyzer.tokenizer = .tutorial
        var classifier = SGDClassifierSettings()
        classifier.randomState = 1

        var measured: [[(name: String, unit: Unit, seconds: Double)]] = []
        var counts: [Unit: Int] = [:]
        for _ in 0..<rounds {
            var round: [(name: String, unit: Unit, seconds: Double)] = []
            func stage<Result>(_ name: String, _ unit: Unit, _ body: () throws -> Result) rethrows -> Result {
                let start = seconds()
                let result = try body()
                round.append((name, unit, seconds() - start))
                return result
            }
            // Its digest is taken by another thread, and is not counted.
            _ = try stage("load: check every row", .row) { try Dataset.load(DatasetSource(path: path)) }
            let batches = try stage("read rows again, as texts", .row) { try read(dataset) }
            var analyzer = try TextAnalyzer(settings.analyzer)
            var list = GramList()
            counts[.row] = batches.reduce(0) { $0 + $1.count }
            counts[.token] = stage("words without stop words", .token) {
                var tokens = 0
                for batch in batches {
                    for document in batch {
                        analyzer.grams(of: document.text, into: &list)
                        tokens += list.count
                    }
                }
                return tokens
            }
            var vectorizer = try HashingVectorizer(settings)
            let rows = stage("words, hashes and rows", .token) { batches.map { made(&vectorizer, $0, settings) } }
            counts[.entry] = rows.reduce(0) { $0 + $1.columns.count }
            stage("number the columns", .entry) {
                var index = ColumnIndex(nFeatures: settings.nFeatures)
                for batch in rows { _ = index.insert(batch.columns.span) }
            }
            var model = try SGDClassifier(
                settings: classifier, classes: dataset.labels.map(\.label), nFeatures: settings.nFeatures)
            try stage("number, judge and learn", .entry) {
                for (rows, batch) in zip(rows, batches) {
                    var rows = rows
                    try model.partialFit(taking: &rows, labels: batch.map(\.label), judging: true)
                }
            }
            measured.append(round)
        }
        for index in measured[0].indices {
            let median = measured.map { $0[index].seconds }.sorted()[rounds / 2]
            let (name, unit, _) = measured[0][index]
            print("\(name)\t\(median * 1e9 / Double(counts[unit] ?? 1))\t\(unit.rawValue)\t\(median)")
        }
        print("counts\t\(counts[.row] ?? 0)\t\(counts[.token] ?? 0)\t\(counts[.entry] ?? 0)")
    }

    private static func read(_ dataset: Dataset) throws -> [[Document]] {
        var reader = try dataset.reader()
        var batches: [[Document]] = []
        while case let batch = try reader.nextBatch(batchSize), !batch.isEmpty { batches.append(batch) }
        return batches
    }

    private static func made(
        _ vectorizer: inout HashingVectorizer, _ batch: [Document], _ settings: HashingVectorizerSettings
    ) -> SparseBatch {
        var rows = SparseBatch(nFeatures: settings.nFeatures)
        for document in batch { vectorizer.transform(document.text, into: &rows) }
        return rows
    }

    /// The time that this thread has had a processor for.
    private static func seconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

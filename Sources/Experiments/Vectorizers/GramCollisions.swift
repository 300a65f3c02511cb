import Features
import Learning
package import Values

/// Which distinct grams share a column with another one, by one vectorizer.
struct GramCollisions {
    /// The share of the grams that share their column with another one, 0 to 1; 0 without grams.
    let rate: Double
    private let vocabulary: GramVocabulary
    private let vectorizer: HashingVectorizer
    private let columns: ColumnIndex
    /// The position of each gram's column among `columns`.
    private let positions: [Int32]
    /// How many grams each column has, by position.
    private let counts: [Int32]

    /// How many columns are shown at most, and how many words of each.
    private static let mostShown = 5

    /// Sorts grams into a vectorizer's columns.
    ///
    /// - Complexity: expected O(*n*) for *n* grams, and 20 bytes of memory each.
    init(_ vocabulary: GramVocabulary, by vectorizer: HashingVectorizer) {
        (self.vocabulary, self.vectorizer) = (vocabulary, vectorizer)
        let all = (0..<vocabulary.count).map { gram in
            Int32(truncatingIfNeeded: vectorizer.column(of: vocabulary.hash(of: gram)))
        }
        var index = ColumnIndex(
            nFeatures: vectorizer.settings.nFeatures, capacity: min(all.count, vectorizer.settings.nFeatures))
        let positions = index.insert(all.span)
        var counts = [Int32](repeating: 0, count: index.count)
        for position in positions { counts[Int(position)] += 1 }
        let sharing = counts.reduce(0) { $0 + ($1 > 1 ? Int($1) : 0) }
        rate = all.isEmpty ? 0 : Double(sharing) / Double(all.count)
        (columns, self.positions, self.counts) = (index, positions, counts)
    }

    /// The shared columns with the largest weights of a model, the largest first, each with its most frequent words.
    func heaviest(in classifier: SGDClassifier) -> [SharedColumn] {
        var found: [SharedColumn] = []
        classifier.forEachColumn { column, weights in
            guard let position = columns.position(of: column), counts[position] > 1,
                let problem = weights.indices.max(by: { abs(weights[$0]) < abs(weights[$1]) }), weights[problem] != 0
            else { return }
            let shared = SharedColumn(
                column: Int(column), weight: weights[problem],
                label: weights.count == 1 ? nil : classifier.classes[problem])
            guard found.count < Self.mostShown || shared < found[found.count - 1] else { return }
            found.insert(shared, at: found.firstIndex { shared < $0 } ?? found.count)
            if found.count > Self.mostShown { found.removeLast() }
        }
        let wanted = Dictionary(
            uniqueKeysWithValues: found.enumerated().compactMap { index, shared in
                columns.position(of: Int32(truncatingIfNeeded: shared.column)).map { (Int32($0), index) }
            })
        var grams = [[Int]](repeating: [], count: found.count)
        for (gram, position) in positions.enumerated() {
            if let index = wanted[position] { grams[index].append(gram) }
        }
        for (index, grams) in grams.enumerated() {
            let frequent = grams.sorted { (vocabulary.counts[$0], $1) > (vocabulary.counts[$1], $0) }
            let shown = frequent.prefix(Self.mostShown)
            found[index].words = shown.map(vocabulary.text)
            found[index].signs = shown.map { vectorizer.sign(of: vocabulary.hash(of: $0)) }
            found[index].wordCount = grams.count
        }
        return found
    }
}

/// A column that several distinct grams fall in, with the weight that a model gives them all.
package struct SharedColumn: Hashable, Sendable {
    /// The column, from 0.
    package let column: Int
    /// The weight, of several problems the one that is farthest from 0.
    package let weight: Double
    /// The class whose problem has it, where there are three or more; `nil` with two.
    package let label: Label?
    /// Its most frequent grams, at most five.
    package internal(set) var words: [String] = []
    /// For each of these 1, or −1 where it counts against the column, so that the weight speaks for the opposite.
    package internal(set) var signs: [Int] = []
    /// How many distinct grams it has, at least 2.
    package internal(set) var wordCount = 0

    /// Heavier ones first, and of equal ones the first column.
    static func < (a: SharedColumn, b: SharedColumn) -> Bool {
        (-abs(a.weight), a.column) < (-abs(b.weight), b.column)
    }
}

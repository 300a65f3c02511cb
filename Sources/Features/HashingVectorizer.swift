import Text

/// Texts into rows of hashed features, bit for bit as scikit-learn's `HashingVectorizer` makes them (float64).
///
/// The value keeps its buffers from text to text; use one for each thread.
package struct HashingVectorizer: Sendable {
    /// The settings that the vectorizer was made with.
    package let settings: HashingVectorizerSettings
    var analyzer: TextAnalyzer
    var list = GramList()
    private var counter: ColumnCounter
    /// The number of columns less 1, where that number is a power of two.
    private let mask: UInt32?

    /// Checks the settings and makes ready for texts.
    package init(_ settings: HashingVectorizerSettings) throws(FeatureError) {
        try settings.check()
        self.settings = settings
        do throws(TextError) {
            analyzer = try TextAnalyzer(settings.analyzer)
        } catch {
            throw .text(error)
        }
        counter = ColumnCounter(nFeatures: settings.nFeatures)
        let count = UInt32(truncatingIfNeeded: settings.nFeatures)
        mask = count.nonzeroBitCount == 1 ? count - 1 : nil
    }

    /// Appends one row for each text to `batch`, which must have as many columns as the settings say.
    ///
    /// - Complexity: O(*n* + *m*), where *n* is the number of bytes in the texts and *m* that of grams.
    package mutating func transform(_ texts: some Sequence<String>, into batch: inout SparseBatch) {
        for text in texts { transform(text, into: &batch) }
    }

    /// Appends the row of `text` to `batch`, which must have as many columns as the settings say.
    package mutating func transform(_ text: String, into batch: inout SparseBatch) {
        precondition(batch.nFeatures == settings.nFeatures)
        analyzer.grams(of: text, into: &list)
        counter.removeAll()
        for gram in list.grams {
            count(MurmurHash3.hash(list.bytes.span, from: gram.start, to: gram.end))
        }
        counter.sort()
        appendRow(to: &batch)
    }

    /// Appends the row of a text whose grams were hashed before, to the last bit as `transform` of the text itself.
    ///
    /// The hashes are those that ``forEachGram(of:_:)`` gives, of this vectorizer or of one whose texts become grams in the
    /// same way: whatever the number of columns, the norm and the signs, a text is analysed and its grams are hashed once.
    /// - Complexity: O(*m*) in the number of grams.
    package mutating func transform(hashes: Span<Int32>, into batch: inout SparseBatch) {
        precondition(batch.nFeatures == settings.nFeatures)
        counter.removeAll()
        for index in hashes.indices { count(hashes[index]) }
        counter.sort()
        appendRow(to: &batch)
    }

    /// Calls `body` with the hash and the bytes of each gram of a text, in scikit-learn's order.
    package mutating func forEachGram(of text: String, _ body: (_ hash: Int32, _ gram: Span<UInt8>) -> Void) {
        analyzer.grams(of: text, into: &list)
        let bytes = list.bytes.span
        for gram in list.grams {
            body(
                MurmurHash3.hash(bytes, from: gram.start, to: gram.end), bytes.extracting(gram.start..<gram.end))
        }
    }

    /// The column that `gram` falls in, and whether it counts there as 1 or as −1.
    package func column(of gram: String) -> (column: Int, sign: Int) {
        let hash = MurmurHash3.hash(gram.utf8.span)
        return (column(of: hash), sign(of: hash))
    }

    /// 1, or −1 where a gram of that hash counts against its column.
    package func sign(of hash: Int32) -> Int { hash < 0 && settings.alternateSign ? -1 : 1 }

    @inline(__always)
    private mutating func count(_ hash: Int32) {
        counter.append(column: column(of: hash), isNegative: hash < 0 && settings.alternateSign)
    }

    /// |hash| mod n_features, where the one hash without a positive counterpart counts as 2^31.
    @inline(__always)
    package func column(of hash: Int32) -> Int {
        // A power of two, as is usual, spares the division.
        if let mask { return Int(hash.magnitude & mask) }
        return Int(hash.magnitude % UInt32(truncatingIfNeeded: settings.nFeatures))
    }

    /// Sums the sorted keys of a column into one entry each, and scales the row.
    private func appendRow(to batch: inout SparseBatch) {
        let start = batch.values.count
        var index = 0
        let keys = counter.keys.span
        while index < keys.count {
            let column = keys[index] >> 1
            var sum = 0
            while index < keys.count, keys[index] >> 1 == column {
                sum += keys[index] & 1 == 0 ? 1 : -1
                index += 1
            }
            batch.columns.append(Int32(truncatingIfNeeded: column))
            batch.values.append(settings.binary ? 1 : Double(sum))
        }
        batch.rowEnds.append(batch.values.count)
        if let norm = settings.norm { Self.scale(&batch.values, from: start, by: norm) }
    }

    /// Divides the values from `start` on by their norm, unless it is 0.
    ///
    /// The sum runs in the order of the columns, and every value is divided: a reciprocal would round differently.
    private static func scale(_ values: inout [Double], from start: Int, by norm: Norm) {
        var values = values.mutableSpan
        var sum = 0.0
        switch norm {
        case .l1: for index in start..<values.count { sum += abs(values[index]) }
        case .l2: for index in start..<values.count { sum += values[index] * values[index] }
        }
        guard sum != 0 else { return }
        let length = norm == .l2 ? sum.squareRoot() : sum
        for index in start..<values.count { values[index] /= length }
    }
}

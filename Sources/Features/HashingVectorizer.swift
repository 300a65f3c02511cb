import CFeatures
import Text

/// Texts into rows of hashed features, bit for bit as scikit-learn's `HashingVectorizer` makes them (float64).
///
/// The value keeps its buffers from text to text; use one for each thread.
package struct HashingVectorizer: Sendable {
    /// The settings that the vectorizer was made with.
    package let settings: HashingVectorizerSettings
    var analyzer: TextAnalyzer
    var list = GramList()
    private var hasher: GramHasher
    private var counter: ColumnCounter
    private var writer: RowWriter
    /// The number of columns less 1, where that number is a power of two.
    private let mask: UInt32?

    /// The best instructions that this processor has.
    static let bestInstructions = features_best_instructions()

    /// Checks the settings and makes ready for texts.
    package init(_ settings: HashingVectorizerSettings) throws(FeatureError) {
        try self.init(settings, instructions: Self.bestInstructions)
    }

    /// The same with instructions that this processor has.
    init(_ settings: HashingVectorizerSettings, instructions: features_instructions) throws(FeatureError) {
        try settings.check()
        self.settings = settings
        do throws(TextError) {
            analyzer = try TextAnalyzer(settings.analyzer)
        } catch {
            throw .text(error)
        }
        hasher = GramHasher(instructions: instructions)
        counter = ColumnCounter(nFeatures: settings.nFeatures, instructions: instructions)
        writer = RowWriter(instructions: instructions)
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
        transform(text.utf8.span, into: &batch)
    }

    /// The same for a text in UTF-8, which nobody looks at again whether it is.
    package mutating func transform(_ text: Span<UInt8>, into batch: inout SparseBatch) {
        precondition(batch.nFeatures == settings.nFeatures)
        analyzer.grams(of: text, into: &list)
        hasher.hash(list)
        Self.setKeys(of: hasher, settings, mask, in: &counter)
        appendRow(to: &batch)
    }

    /// Appends the row of a text whose grams were hashed before, to the last bit as `transform` of the text itself.
    ///
    /// The hashes are those that ``forEachGram(of:_:)`` gives, of this vectorizer or of one whose texts become grams in the
    /// same way: whatever the number of columns, the norm and the signs, a text is analysed and its grams are hashed once.
    /// - Complexity: O(*m*) in the number of grams.
    package mutating func transform(hashes: Span<Int32>, into batch: inout SparseBatch) {
        precondition(batch.nFeatures == settings.nFeatures)
        Self.setKeys(of: hashes, settings, mask, in: &counter)
        appendRow(to: &batch)
    }

    /// Appends the row of the keys that the counter has.
    private mutating func appendRow(to batch: inout SparseBatch) {
        counter.sort()
        writer.append(counter, settings, to: &batch)
    }

    /// Calls `body` with the hash and the bytes of each gram of a text in UTF-8, in scikit-learn's order.
    package mutating func forEachGram(of text: Span<UInt8>, _ body: (_ hash: Int32, _ gram: Span<UInt8>) -> Void) {
        analyzer.grams(of: text, into: &list)
        hasher.hash(list)
        let bytes = list.bytes.span
        for (index, gram) in list.grams.enumerated() {
            body(hasher.hashes[index], bytes.extracting(gram.start..<gram.end))
        }
    }

    /// The column that `gram` falls in, and whether it counts there as 1 or as −1.
    package func column(of gram: String) -> (column: Int, sign: Int) {
        let hash = MurmurHash3.hash(gram.utf8.span)
        return (column(of: hash), sign(of: hash))
    }

    /// 1, or −1 where a gram of that hash counts against its column.
    package func sign(of hash: Int32) -> Int { hash < 0 && settings.alternateSign ? -1 : 1 }

    /// Gives a counter the columns and signs of the hashes that a hasher has.
    private static func setKeys(
        of hasher: GramHasher, _ settings: HashingVectorizerSettings, _ mask: UInt32?, in counter: inout ColumnCounter
    ) {
        setKeys(of: hasher.hashes.span.extracting(first: hasher.count), settings, mask, in: &counter)
    }

    /// Gives a counter the columns and signs of hashes.
    private static func setKeys(
        of hashes: Span<Int32>, _ settings: HashingVectorizerSettings, _ mask: UInt32?, in counter: inout ColumnCounter
    ) {
        let counted: UInt32 = settings.alternateSign ? 1 : 0
        if let mask {
            counter.set(count: hashes.count) { index in
                let hash = unsafe hashes[unchecked: index]
                return (hash.magnitude & mask) << 1 | UInt32(bitPattern: hash) >> 31 & counted
            }
        } else {
            let count = UInt32(truncatingIfNeeded: settings.nFeatures)
            counter.set(count: hashes.count) { index in
                let hash = unsafe hashes[unchecked: index]
                return (hash.magnitude % count) << 1 | UInt32(bitPattern: hash) >> 31 & counted
            }
        }
    }

    /// |hash| mod n_features, where the one hash without a positive counterpart counts as 2^31.
    @inline(__always)
    package func column(of hash: Int32) -> Int {
        // A power of two, as is usual, spares the division.
        if let mask { return Int(hash.magnitude & mask) }
        return Int(hash.magnitude % UInt32(truncatingIfNeeded: settings.nFeatures))
    }
}

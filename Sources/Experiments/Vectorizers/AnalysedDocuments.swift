import Features
import Training
import Values

/// Documents as their grams, which are the same for many vectorizers.
struct AnalysedDocuments: Sendable {
    /// What tells each gram from others, document after document: see ``GramVocabulary/key(_:_:)``.
    private(set) var keys: [UInt64] = []
    /// The labels and texts of the documents, as a digest takes them.
    private(set) var digested: [UInt8] = []
    /// The texts of the grams; empty where nobody asks for them.
    private var texts: [UInt8] = []
    private var textEnds: [Int] = []
    private var keyEnds: [Int] = []
    private var digestedEnds: [Int] = []

    /// No documents yet.
    init() {}

    /// Takes in a document; of its grams the texts, too, when it `keepsTexts`.
    mutating func append(
        _ text: Span<UInt8>, _ label: Label, by vectorizer: inout HashingVectorizer, keepsTexts: Bool
    ) {
        digested += "\(label):\(text.count):".utf8
        digested.append(copying: text)
        digestedEnds.append(digested.count)
        vectorizer.forEachGram(of: text) { hash, gram in
            keys.append(keepsTexts ? GramVocabulary.key(hash, gram) : UInt64(UInt32(bitPattern: hash)))
            guard keepsTexts else { return }
            texts.append(copying: gram)
            textEnds.append(texts.count)
        }
        keyEnds.append(keys.count)
    }

    /// How many bytes of memory the documents take.
    var byteCount: Int {
        8 * (keys.count + textEnds.count + keyEnds.count + digestedEnds.count) + digested.count + texts.count
    }

    /// Where the grams of some documents lie in `keys`.
    func grams(of documents: Range<Int>) -> Range<Int> { Self.place(of: documents, keyEnds) }

    /// Where what a digest takes of some documents lies in `digested`.
    func digested(of documents: Range<Int>) -> Range<Int> { Self.place(of: documents, digestedEnds) }

    /// Calls `body` with the text of a gram.
    func withText(of gram: Int, _ body: (Span<UInt8>) -> Void) {
        body(texts.span.extracting(Self.place(of: gram..<gram + 1, textEnds)))
    }

    private static func place(of elements: Range<Int>, _ ends: [Int]) -> Range<Int> {
        func end(_ count: Int) -> Int { count == 0 ? 0 : ends[count - 1] }
        return end(elements.lowerBound)..<end(elements.upperBound)
    }
}

/// Documents into their grams, on several threads.
struct GramMaker: BatchMaker {
    /// Some documents of those that were analysed together.
    typealias Slice = (analysed: AnalysedDocuments, documents: Range<Int>)

    private var vectorizer: HashingVectorizer
    private let keepsTexts: Bool

    /// Analyses texts as `vectorizer` does, and keeps the texts of grams where they are to be told apart.
    init(_ vectorizer: HashingVectorizer, keepsTexts: Bool) {
        (self.vectorizer, self.keepsTexts) = (vectorizer, keepsTexts)
    }

    mutating func part(of documents: PackedDocuments) -> AnalysedDocuments {
        var analysed = AnalysedDocuments()
        let bytes = documents.bytes.span
        for index in 0..<documents.count {
            analysed.append(
                bytes.extracting(documents.text(of: index)), documents.labels[index], by: &vectorizer,
                keepsTexts: keepsTexts)
        }
        return analysed
    }

    func emptyBatch() -> [Slice] { [] }
    func bytes(of batch: [Slice]) -> Int { batch.reduce(0) { $0 + $1.analysed.byteCount } }
    func empty(_ batch: inout [Slice], keepingAll _: Bool) { batch = [] }

    func append(
        _ documents: Range<Int>, of part: AnalysedDocuments, to batch: inout [Slice], expecting count: Int?
    ) {
        batch.append((part, documents))
    }
}

import Features
import Text

/// Rows made one scalar, one byte and one gram at a time, in the way that is plainest to read.
struct PlainRows {
    let settings: HashingVectorizerSettings
    private let dropped: Set<[UInt8]>

    init(_ settings: HashingVectorizerSettings) {
        self.settings = settings
        var words = settings.analyzer.stopWords?.list ?? []
        if settings.analyzer.tokenizer == .tutorial { words += StopWords.tutorial.list }
        dropped = Set(words.map { Array($0.utf8) })
    }

    /// The columns of a text's row and the bits of their values.
    func row(of text: String) -> [Int32: UInt64] {
        var sums: [Int32: Int] = [:]
        for gram in grams(of: text) {
            let hash = Self.murmurHash3(Array(gram.utf8))
            let column = Int32(hash.magnitude % UInt32(settings.nFeatures))
            sums[column, default: 0] += hash < 0 && settings.alternateSign ? -1 : 1
        }
        if settings.binary { sums = sums.mapValues { _ in 1 } }
        let divisor: Double
        switch settings.norm {
        case .l1: divisor = Double(sums.values.reduce(0) { $0 + abs($1) })
        case .l2: divisor = Double(sums.values.reduce(0) { $0 + $1 * $1 }).squareRoot()
        case nil: divisor = 1
        }
        return sums.mapValues { (Double($0) / (divisor == 0 ? 1 : divisor)).bitPattern }
    }

    private func grams(of text: String) -> [String] {
        let range = settings.analyzer.ngramRange
        let words = tokens(of: text).filter { !dropped.contains(Array($0.utf8)) }
        guard range.high > 1 else { return words }
        var grams: [String] = []
        for length in range.low...range.high where length <= words.count {
            for first in 0...words.count - length {
                grams.append(words[first..<first + length].joined(separator: " "))
            }
        }
        return grams
    }

    private func tokens(of text: String) -> [String] {
        var text = text
        if settings.analyzer.tokenizer == .tutorial {
            text = Self.lowercase(text.replacing(/<[^>]*>/.matchingSemantics(.unicodeScalar), with: ""))
            let faces = text.matches(of: /[:;=]-?[()]/.matchingSemantics(.unicodeScalar)).map {
                String(String.UnicodeScalarView($0.output.unicodeScalars.filter { $0 != "-" }))
            }
            text = String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isWord($0) ? $0 : " " }))
            text = Self.squeezed(text) + faces.joined(separator: " ")
            return text.unicodeScalars.split(separator: " ").map { String($0) }
        }
        if settings.analyzer.lowercase { text = Self.lowercase(text) }
        let minimum = settings.analyzer.tokenPattern == AnalyzerSettings.defaultTokenPattern ? 2 : 1
        return text.unicodeScalars.split { !Self.isWord($0) }.filter { $0.count >= minimum }.map { String($0) }
    }

    /// Every run of spaces as one.
    private static func squeezed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != " " || scalars.last != " " { scalars.append(scalar) }
        return String(scalars)
    }

    private static func lowercase(_ text: String) -> String {
        text.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            true
        default: scalar == "_"
        }
    }

    private static func murmurHash3(_ bytes: [UInt8]) -> Int32 {
        func scrambled(_ block: ArraySlice<UInt8>) -> UInt32 {
            let number = block.reversed().reduce(0) { $0 << 8 | UInt32($1) } &* 0xCC9E_2D51
            return (number << 15 | number >> 17) &* 0x1B87_3593
        }
        var hash: UInt32 = 0
        var rest = bytes[...]
        while rest.count >= 4 {
            hash ^= scrambled(rest.prefix(4))
            hash = (hash << 13 | hash >> 19) &* 5 &+ 0xE654_6B64
            rest = rest.dropFirst(4)
        }
        hash ^= scrambled(rest)
        hash ^= UInt32(bytes.count)
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return Int32(bitPattern: hash ^ hash >> 16)
    }
}

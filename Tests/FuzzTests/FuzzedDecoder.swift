import Datasets
import Values

/// A decoder of refit's that takes bytes from strangers, as libFuzzer and the tests call it.
enum FuzzedDecoder: String, CaseIterable, Sendable {
    case pickle, stopwords, safetensors, zip, skops, numpy, settings
    case json, record, batches, log
    case markdown, commands, completion
    case csv, tsv, jsonl, encoding, pattern

    /// The decoder that a folder of findings, or the fuzzer's own environment, names.
    init?(named name: String) { self.init(rawValue: name) }

    /// Decodes bytes and holds what comes of them against what must be so.
    ///
    /// Throws `Violation` where a law of the decoder is broken: what was read reads again from what is written of it, and
    /// errors are the target's own, in text that no terminal obeys.
    func decode(_ bytes: [UInt8]) throws(Violation) {
        switch self {
        case .pickle: try ModelDecoders.pickle(bytes)
        case .stopwords: try ModelDecoders.stopWords(bytes)
        case .safetensors: try ModelDecoders.safetensors(bytes)
        case .zip: try ModelDecoders.archive(bytes)
        case .skops: try ModelDecoders.skops(bytes)
        case .numpy: try ModelDecoders.numpy(bytes)
        case .settings: try ModelDecoders.settings(bytes)
        case .json: try RecordDecoders.json(bytes)
        case .record: try RecordDecoders.record(bytes)
        case .batches: try RecordDecoders.batches(bytes)
        case .log: try RecordDecoders.log(bytes)
        case .markdown: try NotebookDecoders.markdown(bytes)
        case .commands: try NotebookDecoders.commands(bytes)
        case .completion: try NotebookDecoders.completion(bytes)
        case .csv: try DatasetDecoders.delimited(bytes, .csv)
        case .tsv: try DatasetDecoders.delimited(bytes, .tsv)
        case .jsonl: try DatasetDecoders.delimited(bytes, .jsonLines)
        case .encoding: try DatasetDecoders.encoding(bytes)
        case .pattern: try DatasetDecoders.pattern(bytes)
        }
    }
}

/// A law that a decoder has broken.
struct Violation: Error, CustomStringConvertible {
    /// What should hold, and what came out.
    let description: String

    init(_ description: String) { self.description = description }

    /// Throws unless `holds`.
    static func unless(_ holds: Bool, _ what: @autoclosure () -> String) throws(Violation) {
        if !holds { throw Violation(what()) }
    }

    /// Calls `body`, whose failure would break the law `what`.
    static func unlessDone<Result, Failure: ExplainedError>(
        _ what: String, _ body: () throws(Failure) -> Result
    ) throws(Violation) -> Result {
        do throws(Failure) { return try body() } catch { throw Violation("\(what): \(error.code): \(error.message)") }
    }

    /// What `body` reads; `nil` where it refuses to, in words that are checked.
    static func attempt<Result, Failure: ExplainedError>(
        _ body: () throws(Failure) -> Result
    ) throws(Violation) -> Result? {
        do throws(Failure) {
            return try body()
        } catch {
            try check(error)
            return nil
        }
    }

    /// Checks that an error says something, briefly, on one line, in characters that show.
    static func check(_ error: any ExplainedError) throws(Violation) {
        try unless(!error.code.isEmpty && !error.message.isEmpty, "an error without words: \(error.code)")
        try check(shown: error.description, mostBytes: 16_384)
    }

    /// Checks that a text that is shown to people is on one line, in characters that show.
    static func check(shown text: String, mostBytes: Int) throws(Violation) {
        try unless(text.utf8.count <= mostBytes, "a text of \(text.utf8.count) bytes: \(text.prefix(200))")
        if let scalar = text.unicodeScalars.first(where: \.isObeyed) {
            throw Violation("a text with U+\(String(scalar.value, radix: 16)) in it: \(text.debugDescription)")
        }
    }
}

extension Unicode.Scalar {
    /// Whether a terminal obeys the scalar rather than showing it.
    fileprivate var isObeyed: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

import Files
package import Text
import Values

/// A file of stop words: text, or the pickle that a person has made of their list, such as the tutorial's `stopwords.pkl`.
///
/// It stands here and not in `Text` because here pickles are decoded; nothing in one is imported or called.
package enum StopWordsFile {

    /// Reads words from a UTF-8 file, one a line, or from a pickle of protocol 2 to 5 of a list, a tuple or a set of texts.
    ///
    /// A file is a pickle where it begins with the byte 0x80, as no UTF-8 text does, or its name ends in `.pkl` or
    /// `.pickle`. Throws `unreadableStopWords` with the byte of a pickle at which something else stands.
    ///
    /// - Complexity: O(*n*) for *n* bytes, at most ``StopWords/largestFile``.
    package static func read(_ path: String) throws(TextError) -> StopWords {
        let words: StopWords?
        do throws(ModelFileError) {
            let file = try MappedFile(path)
            words = try file.withBytes { (bytes) throws(ModelFileError) in
                guard bytes.byteCount <= StopWords.largestFile, isPickle(bytes, path) else { return nil }
                return try unpickled(bytes, path)
            }
        } catch {
            switch error {
            case .damaged(let damage):
                throw .unreadableStopWords(
                    path: path,
                    reason: "\(damage.field) should be \(damage.expected), but it is \(damage.actual)"
                        + place(damage.byteOffset))
            case .forbidden(_, let name, let byteOffset, let reason):
                throw .unreadableStopWords(path: path, reason: "\(name) \(reason)\(place(byteOffset))")
            case .joblib(_, let byteOffset):
                throw .unreadableStopWords(path: path, reason: "joblib wrote it, not pickle\(place(byteOffset))")
            default: words = nil
            }
        }
        if let words { return words }
        return try StopWords.read(path)
    }

    private static func place(_ byteOffset: Int?) -> String { byteOffset.map { " (byte \($0))" } ?? "" }

    private static func isPickle(_ bytes: RawSpan, _ path: String) -> Bool {
        ["pkl", "pickle"].contains(Path.ending(of: path))
            || bytes.byteCount > 0 && bytes.number(UInt8.self, at: 0) == PickleOpcode.proto.rawValue
    }

    private static func unpickled(_ bytes: RawSpan, _ path: String) throws(ModelFileError) -> StopWords {
        var machine = PickleMachine(names: .words, path: path)
        switch try machine.run(bytes) {
        case .list(let index), .tuple(let index), .set(let index):
            let object = machine.objects[index]
            var words: [String] = []
            for (number, item) in object.items.enumerated() {
                guard let word = item.text else {
                    throw machine.damage(
                        "element \(number) of the pickle", "a text", "another value", at: object.offset)
                }
                words.append(word)
            }
            return StopWords.own(words)
        default: throw machine.damage("the pickle", "a list, a tuple or a set of texts", "another value", at: 0)
        }
    }
}

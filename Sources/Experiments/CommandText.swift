import Foundation
import Values

/// A recorded command taken apart: `fit reviews --rows :1000` is `fit`, `fit reviews` and `rows` with `:1000`.
struct CommandText: Hashable, Sendable {
    /// An option, without its dashes, and its values as one text; `true` for one that stands alone.
    struct Option: Hashable, Sendable {
        var name: String
        var value: JSONValue
    }

    /// What stands before the first option.
    var words: String
    /// The options in the order of the text; one that is given several times comes several times.
    var options: [Option]

    /// The command's name: the first word.
    var name: String { String(decoding: words.utf8.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self) }

    /// Takes the expanded form of a command apart, in which every option has its long name; what no option of refit's is
    /// called is none.
    init(_ cell: RunRecord.Cell) {
        let parts = cell.expanded.components(separatedBy: " --")
        words = parts[0]
        options = parts.dropFirst().compactMap { part in
            let words = part.split(separator: " ", maxSplits: 1).map(String.init)
            guard let name = words.first, JSONValue.isFigureKey(name) else { return nil }
            return Option(name: name, value: words.count > 1 ? .text(words[1]) : .bool(true))
        }
    }
}

extension Array where Element: Hashable {
    /// The elements without those that came before.
    func uniqued() -> [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}

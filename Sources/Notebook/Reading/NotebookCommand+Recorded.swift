import Experiments

extension NotebookCommand {
    /// Reads a command of a run; `nil` for any other than this one, and for those that a record has too many of.
    static func recorded(_ command: RunFigures.Command, beginning words: String) -> Self? {
        command.isReadable ? recorded(command.expanded, beginning: words) : nil
    }

    /// Reads a command of a record; `nil` for any other than this one.
    ///
    /// `words` are those that it begins with: all others are passed over unread, as a record may name very many. So is a
    /// command of more words than any comparison that a picture shows, since the argument parser takes time that grows
    /// with their square.
    static func recorded(_ expanded: String, beginning words: String) -> Self? {
        guard expanded.hasPrefix(words + " "), case .commands(let texts) = CellText(expanded), texts.count == 1,
            texts[0].words.count <= 600
        else { return nil }
        return try? CommandReader.read(texts[0]) as? Self
    }
}

extension NotebookCommand {
    /// Reads a command of a record; `nil` for any other than this one.
    ///
    /// `words` are those that it begins with: all others are passed over unread, as a record may name very many. So is a
    /// command of more words than anyone types, which the argument parser reads in time that grows with their square.
    static func recorded(_ expanded: String, beginning words: String) -> Self? {
        guard expanded.hasPrefix(words + " "), case .commands(let texts) = CellText(expanded), texts.count == 1,
            texts[0].words.count <= 2000
        else { return nil }
        return try? CommandReader.read(texts[0]) as? Self
    }
}

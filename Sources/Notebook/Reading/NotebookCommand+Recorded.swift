extension NotebookCommand {
    /// Reads a command of a record; `nil` for any other than this one.
    ///
    /// `words` are those that it begins with: all others are passed over unread, as a record may name very many.
    static func recorded(_ expanded: String, beginning words: String) -> Self? {
        guard expanded.hasPrefix(words + " "), case .commands(let texts) = CellText(expanded), texts.count == 1 else {
            return nil
        }
        return try? CommandReader.read(texts[0]) as? Self
    }
}

/// One way to complete the word at the cursor.
package struct Candidate: Hashable, Sendable {
    /// What the whole word would become.
    package var text: String
    /// A few words beside it in the list, or `nil`.
    package var note: String?

    /// Pairs a completion with its note.
    package init(_ text: String, note: String? = nil) {
        self.text = text
        self.note = note
    }
}

/// Everything that may complete the word at the cursor.
package struct Completions: Hashable, Sendable {
    /// Where the completed word begins, in UTF-8 bytes from the beginning of the line.
    package var replaceFrom: Int
    /// The candidates that begin with what is typed of the word, in the order in which to list them.
    package var candidates: [Candidate]
    /// Whether names of files complete the word too.
    package var completesFiles: Bool
    /// Whether a space follows a word that has become complete; `name=` wants none.
    package var appendsSpace: Bool

    /// Gathers the ways to complete a word.
    package init(
        replaceFrom: Int, candidates: [Candidate], completesFiles: Bool = false, appendsSpace: Bool = true
    ) {
        self.replaceFrom = replaceFrom
        self.candidates = candidates
        self.completesFiles = completesFiles
        self.appendsSpace = appendsSpace
    }
}

/// What knows the words of the command language: the notebook answers, the shell asks.
package protocol CompletionSource: AnyObject {
    /// The completions of the word that ends at `cursor`, in UTF-8 bytes from the beginning of `line`.
    func completions(for line: String, cursor: Int) -> Completions
}

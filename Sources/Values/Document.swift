/// One labelled text: what every reader hands to the analyzer, and the unit in which refit counts.
package struct Document: Hashable, Sendable {
    /// The text, already decoded.
    package var text: String
    /// What the text is an example of.
    package var label: Label

    /// Pairs a text with its label.
    package init(text: String, label: Label) {
        self.text = text
        self.label = label
    }
}

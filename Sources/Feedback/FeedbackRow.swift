package import Values

/// One row of a feedback table as it left the database.
package struct FeedbackRow: Hashable, Sendable {
    /// Its number (`rowid`), by which rows are in arrival order.
    package var number: Int64
    /// Its text as stored.
    package var text: Content
    /// Its label as stored.
    package var label: FeedbackLabel

    /// A text as the database stores it.
    package enum Content: Hashable, Sendable {
        /// SQL's `NULL`.
        case null
        /// A `TEXT`, a number's digits, or a `BLOB` that is UTF-8.
        case text(String)
        /// Bytes that are not UTF-8, of which the one at `offset` is the first that cannot be decoded.
        case undecodable([UInt8], offset: Int)
    }

    /// Describes one row.
    package init(number: Int64, text: Content, label: FeedbackLabel) {
        self.number = number
        self.text = text
        self.label = label
    }

    /// Why a row cannot be learned.
    package enum Defect: String, Hashable, Sendable {
        /// The text is `NULL`.
        case nullText = "the text is NULL"
        /// The text is not UTF-8.
        case undecodableText = "the text is not UTF-8"
        /// The label is `NULL`.
        case nullLabel = "the label is NULL"
        /// The label is none of the model's classes.
        case unknownLabel = "the label is none of the model's classes"
    }

    /// What is wrong with the row, or `nil` when it can be learned.
    ///
    /// `classes` are the labels that can be learned, in ascending order; `nil` takes any label that can be read.
    package func defect(classes: [Label]?) -> Defect? {
        switch text {
        case .null: return .nullText
        case .undecodable: return .undecodableText
        case .text: return label.defect(classes: classes)
        }
    }
}

package import Values

extension FeedbackRow {
    /// A row whose text is lent, not copied: all but the text's bytes, which come beside it.
    package struct Outline: Hashable, Sendable {
        /// Its number (`rowid`).
        package var number: Int64
        /// What its text is.
        package var text: Kind
        /// Its label as stored.
        package var label: FeedbackLabel

        /// What a text is, as in ``FeedbackRow/Content``.
        package enum Kind: UInt8, Sendable {
            /// SQL's `NULL`.
            case null = 0
            /// UTF-8.
            case text = 1
            /// Bytes that are not UTF-8.
            case undecodable = 2
        }

        /// What is wrong with the row, as ``FeedbackRow/defect(classes:)``.
        package func defect(classes: [Label]?) -> Defect? {
            switch text {
            case .null: .nullText
            case .undecodable: .undecodableText
            case .text: label.defect(classes: classes)
            }
        }

        /// Appends the bytes of ``FeedbackRow/appendCanonicalBytes(to:classes:)``; `text` are those of the row's text.
        package func appendCanonicalBytes(of text: Span<UInt8>, to bytes: inout [UInt8], classes: [Label]) {
            bytes.append(number: UInt64(text.count), kind: self.text.rawValue)
            bytes.append(copying: text)
            label.appendCanonicalBytes(to: &bytes, classes: classes)
        }
    }
}

package import Text

/// Which documents to read, and how: everything a person says in `load`.
package struct DatasetSource: Hashable, Sendable {
    /// The file, or the folder of the `aclimdb` format.
    package var path: String
    /// The format; `nil` goes by the ending of the name.
    package var format: DatasetFormat?
    /// The column of the texts, by name, else by number from 1; `nil` is `review`, else one of the only two.
    package var textColumn: String?
    /// The column of the labels, by name, else by number from 1; `nil` is `sentiment`, else one of the only two.
    package var labelColumn: String?
    /// The table or view of an SQLite database; `nil` is `review_db`, else the only one there is.
    package var table: String?
    /// A `SELECT` to read in place of a table; its order is the order of the documents.
    package var query: String?
    /// How the bytes of the texts, labels and column names become text.
    package var encoding: TextEncoding
    /// What happens to bytes that are not text in `encoding`.
    package var decodeError: DecodeError
    /// The seed of NumPy's `RandomState` that permutes the documents; `nil` keeps the order of the file.
    package var shuffleSeed: UInt32?

    /// Describes a source; all but the path have the defaults of `load`.
    package init(
        path: String, format: DatasetFormat? = nil, textColumn: String? = nil, labelColumn: String? = nil,
        table: String? = nil, query: String? = nil, encoding: TextEncoding = .utf8,
        decodeError: DecodeError = .strict, shuffleSeed: UInt32? = nil
    ) {
        self.path = path
        self.format = format
        self.textColumn = textColumn
        self.labelColumn = labelColumn
        self.table = table
        self.query = query
        self.encoding = encoding
        self.decodeError = decodeError
        self.shuffleSeed = shuffleSeed
    }
}

/// How labelled texts are laid out on disk.
package enum DatasetFormat: String, CaseIterable, Sendable {
    /// Comma-separated values with a header row (RFC 4180).
    case csv
    /// The same with tabs in place of commas.
    case tsv
    /// JSON Lines: one object a line.
    case jsonLines = "jsonl"
    /// The folders of the Large Movie Review Dataset: `test/pos`, `test/neg`, `train/pos`, `train/neg`.
    case aclImdb = "aclimdb"
    /// A table, a view or a query of an SQLite database.
    case sqlite

    /// The format that a file name's ending stands for, without the dot and in lower case; `nil` for other endings.
    package init?(ending: String) {
        switch ending {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "jsonl", "ndjson": self = .jsonLines
        case "sqlite", "sqlite3", "db": self = .sqlite
        default: return nil
        }
    }
}

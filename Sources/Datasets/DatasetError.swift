package import Files
package import Text
import Values

/// What can go wrong while labelled texts are read or written.
package enum DatasetError: ExplainedError {
    /// The system refused a call.
    case file(FileError)
    /// The path is neither a regular file nor, for `aclimdb`, a folder.
    case notAFile(path: String)
    /// The ending of the name stands for no format.
    case unknownFormat(path: String, ending: String)
    /// A dataset cannot be written in this format.
    case unwritableFormat(path: String, format: DatasetFormat)
    /// The file has no bytes, or the folder no reviews.
    case empty(path: String, expected: String)
    /// There are columns, or a table, but no rows.
    case noRows(path: String)
    /// The folder is not laid out as expected.
    case folderLayout(path: String, expected: String)
    /// A column is not there, or it was not said which one to take.
    case missingColumn(path: String, role: ColumnRole, name: String?, columns: [String])
    /// Several columns have the name that was asked for.
    case ambiguousColumn(path: String, role: ColumnRole, name: String, numbers: [Int])
    /// One column was asked for in both roles.
    case sameColumn(path: String, name: String)
    /// Bytes that the format does not allow.
    case malformed(RowPlace, expected: String, actual: String)
    /// A row without a text or without a label.
    case missingValue(RowPlace, role: ColumnRole, column: String)
    /// Bytes that are not text in the encoding.
    case undecodable(RowPlace, TextError)
    /// The file is in an encoding that refit does not read.
    case foreignEncoding(path: String, name: String)
    /// A row that would not fit in memory.
    case rowTooLong(RowPlace, limit: Int)
    /// The labels do not look like labels.
    case wrongLabelColumn(RowPlace, column: String, expected: String, actual: String)
    /// The data is not what it was when it was loaded.
    case changed(path: String)
    /// The rows have no place that could be gone back to.
    case unshufflable(path: String, what: String)
    /// The table or view is not in the database, or it was not said which one to take.
    case missingTable(path: String, name: String?, tables: [String])
    /// SQLite refused; `reason` is its own text.
    case database(path: String, reason: String)
    /// The person stopped the work.
    case interrupted(path: String)
}

/// What a column is for.
package enum ColumnRole: String, Sendable {
    /// The texts.
    case text
    /// The labels.
    case label

    /// The column's name when the person names none.
    package var defaultName: String {
        switch self {
        case .text: "review"
        case .label: "sentiment"
        }
    }

    /// The option that names the column.
    package var option: String { "--\(rawValue)-column" }
}

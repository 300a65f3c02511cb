import Files
import Text
import Values

extension DatasetError {
    package var code: String {
        switch self {
        case .file(let error): error.code
        case .notAFile: "not_a_file"
        case .unknownFormat: "unknown_format"
        case .unwritableFormat: "unwritable_format"
        case .empty: "empty_dataset"
        case .noRows: "no_rows"
        case .folderLayout: "folder_layout"
        case .missingColumn: "missing_column"
        case .ambiguousColumn: "ambiguous_column"
        case .sameColumn: "same_column"
        case .malformed: "malformed_row"
        case .missingValue: "missing_value"
        case .undecodable: "undecodable_text"
        case .foreignEncoding: "foreign_encoding"
        case .rowTooLong: "row_too_long"
        case .wrongLabelColumn: "wrong_label_column"
        case .changed: "dataset_changed"
        case .unshufflable: "unshufflable"
        case .missingTable: "missing_table"
        case .database: "database"
        case .interrupted: "interrupted"
        }
    }

    package var message: String {
        switch self {
        case .file(let error): error.message
        case .notAFile(let path): "\(path) is not a regular file"
        case .unknownFormat(let path, let ending):
            ending.isEmpty
                ? "\(path) has no ending that says its format" : "\(path): no format is known by the ending .\(ending)"
        case .unwritableFormat(let path, let format): "cannot write \(path) in the format \(format.rawValue)"
        case .empty(let path, let expected): "\(path) is empty; expected \(expected)"
        case .noRows(let path): "\(path) has no rows"
        case .folderLayout(let path, let expected): "\(path) is not laid out as aclImdb is: expected \(expected)"
        case .missingColumn(let path, let role, let name, let columns):
            if let name {
                "\(path) has no \(role.rawValue) column '\(name)'; its columns are \(Self.list(columns))"
            } else {
                "\(path): which column holds the \(role.rawValue)s? Its columns are \(Self.list(columns))"
            }
        case .ambiguousColumn(let path, let role, let name, let numbers):
            "\(path): the \(role.rawValue) column '\(name)' is there \(numbers.count) times, as columns "
                + numbers.map(String.init).joined(separator: ", ")
        case .sameColumn(let path, let name): "\(path): column '\(name)' cannot hold both the texts and the labels"
        case .malformed(let place, let expected, let actual): "\(place): expected \(expected), found \(actual)"
        case .missingValue(let place, let role, let column): "\(place): no \(role.rawValue) in column '\(column)'"
        case .undecodable(let place, .invalidText(let encoding, _, let byte)):
            "\(place): the byte 0x\(String(byte, radix: 16)) is not \(encoding.rawValue) here"
        case .undecodable(let place, let error): "\(place): \(error.message)"
        case .foreignEncoding(let path, let name): "\(path) is written in \(name)"
        case .rowTooLong(let place, let limit): "\(place): the row does not end within \(limit >> 20) MiB"
        case .wrongLabelColumn(let place, let column, let expected, let actual):
            "\(place): column '\(column)' does not look like labels: expected \(expected), found \(actual)"
        case .changed(let path): "\(path) has changed since refit began to read it"
        case .unshufflable(let path, let what):
            "\(path): \(what) cannot be shuffled, because its rows have no row numbers"
        case .missingTable(let path, let name, let tables):
            if let name {
                "\(path) has no table '\(name)'; its tables are \(Self.list(tables))"
            } else {
                tables.isEmpty
                    ? "\(path) has no tables"
                    : "\(path): which table holds the texts? Its tables are \(Self.list(tables))"
            }
        case .database(let path, let reason): "\(path): SQLite says: \(reason)"
        case .interrupted(let path): "stopped while reading \(path)"
        }
    }

    package var remedy: String? {
        switch self {
        case .file(let error): return error.remedy
        case .notAFile: return "data is read more than once, so copy a pipe or device to a file first"
        case .unknownFormat:
            return "say which it is with --format " + DatasetFormat.allCases.map(\.rawValue).joined(separator: "|")
        case .unwritableFormat: return "give the path the ending .csv, .tsv or .jsonl"
        case .empty, .noRows: return "check that the path is the right one and that the file was written to its end"
        case .folderLayout, .database: return nil
        case .missingColumn(_, let role, let name, let columns):
            if let name, let near = Spelling.nearest(to: name, among: columns) { return "did you mean '\(near)'?" }
            return "name one with \(role.option), or give its number from 1 to \(columns.count)"
        case .ambiguousColumn(_, let role, _, _): return "give its number with \(role.option)"
        case .sameColumn: return "name two different ones with --text-column and --label-column"
        case .malformed(_, Self.closingQuote, _):
            return "close the quoted field; a quote inside one is written twice"
        case .malformed: return "mend the row, or name another format with --format"
        case .missingValue(_, let role, _): return "mend or delete the row, or name another column with \(role.option)"
        case .undecodable(_, let error): return error.remedy
        case .foreignEncoding(let path, let name):
            return "make UTF-8 of it first: iconv -f \(name) -t UTF-8 '\(path)' > utf8-copy"
        case .rowTooLong: return "look for a quoted field that is never closed"
        case .wrongLabelColumn: return "name the right one with --label-column"
        case .changed: return "load it again"
        case .unshufflable: return "load a plain table, or write the rows as CSV first"
        case .missingTable(_, let name, let tables):
            if let name, let near = Spelling.nearest(to: name, among: tables) { return "did you mean '\(near)'?" }
            return tables.isEmpty ? "check that the path is the right one" : "name one with --table"
        case .interrupted: return "nothing was kept"
        }
    }

    /// What is expected where a quoted field does not end.
    package static let closingQuote = "a closing quote"

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }
}

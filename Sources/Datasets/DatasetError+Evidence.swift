import Files
import Text
package import Values

extension DatasetError {
    package var evidence: [Parameter] {
        switch self {
        case .file(let error): error.evidence
        case .notAFile(let path), .noRows(let path), .changed(let path), .interrupted(let path):
            [Parameter("path", .text(path))]
        case .unknownFormat(let path, let ending):
            [Parameter("path", .text(path)), Parameter("actual", .text(ending))]
        case .unwritableFormat(let path, let format):
            [Parameter("path", .text(path)), Parameter("actual", .text(format.rawValue))]
        case .empty(let path, let expected), .folderLayout(let path, let expected):
            [Parameter("path", .text(path)), Parameter("expected", .text(expected))]
        case .missingColumn(let path, let role, let name, let columns):
            [
                Parameter("path", .text(path)), Parameter("role", .text(role.rawValue)),
                Parameter("expected", name.map(ParameterValue.text) ?? .none),
                Parameter("columns", .list(columns.map(ParameterValue.text))),
            ]
        case .ambiguousColumn(let path, let role, let name, let numbers):
            [
                Parameter("path", .text(path)), Parameter("role", .text(role.rawValue)),
                Parameter("column", .text(name)),
                Parameter("numbers", .list(numbers.map { .integer(Int64($0)) })),
            ]
        case .sameColumn(let path, let name):
            [Parameter("path", .text(path)), Parameter("column", .text(name))]
        case .malformed(let place, let expected, let actual):
            place.evidence + [Parameter("expected", .text(expected)), Parameter("actual", .text(actual))]
        case .missingValue(let place, let role, let column):
            place.evidence + [Parameter("role", .text(role.rawValue)), Parameter("column", .text(column))]
        case .undecodable(let place, let error):
            place.evidence + error.evidence.filter { !["path", "row", "byte_offset"].contains($0.name) }
        case .foreignEncoding(let path, let name):
            [Parameter("path", .text(path)), Parameter("actual", .text(name))]
        case .rowTooLong(let place, let limit):
            place.evidence + [Parameter("limit_bytes", .integer(Int64(limit)))]
        case .wrongLabelColumn(let place, let column, let expected, let actual):
            place.evidence + [
                Parameter("column", .text(column)), Parameter("expected", .text(expected)),
                Parameter("actual", .text(actual)),
            ]
        case .unshufflable(let path, let what):
            [Parameter("path", .text(path)), Parameter("actual", .text(what))]
        case .missingTable(let path, let name, let tables):
            [
                Parameter("path", .text(path)), Parameter("expected", name.map(ParameterValue.text) ?? .none),
                Parameter("tables", .list(tables.map(ParameterValue.text))),
            ]
        case .database(let path, let reason):
            [Parameter("path", .text(path)), Parameter("reason", .text(reason))]
        }
    }
}

extension RowPlace {
    fileprivate var evidence: [Parameter] {
        [
            Parameter("path", .text(path)), Parameter("row", row.map { .integer(Int64($0)) } ?? .none),
            Parameter("byte_offset", byteOffset.map { .integer(Int64($0)) } ?? .none),
        ]
    }
}

import Values

/// A value of a record with the way to it, so that an error can name the place.
struct RecordValue {
    private let value: JSONValue
    private let field: String
    private let path: String

    /// The whole of a file.
    init(_ value: JSONValue, path: String) {
        self.init(value, field: "", path: path)
    }

    /// Reads JSON.
    init(parsing bytes: [UInt8], path: String) throws(ExperimentError) {
        let origin = JSONReader<ExperimentError>.Origin(path: path, field: "the file", offset: 0)
        var reader = JSONReader<ExperimentError>(bytes, origin: origin)
        self.init(try reader.value(), path: path)
        try reader.end()
    }

    private init(_ value: JSONValue, field: String, path: String) {
        self.value = value
        self.field = field
        self.path = path
    }

    /// The value of a key, which must be there.
    subscript(key: String) -> RecordValue {
        get throws(ExperimentError) {
            guard case .object = value else { throw damage("an object") }
            guard let found = value[key] else {
                throw RecordValue(.null, field: name(of: key), path: path).damage("there", "missing")
            }
            return RecordValue(found, field: name(of: key), path: path)
        }
    }

    /// The elements of an array.
    var elements: [RecordValue] {
        get throws(ExperimentError) { try elements(most: .max) }
    }

    /// The elements of an array of at most `most`.
    func elements(most: Int) throws(ExperimentError) -> [RecordValue] {
        guard case .array(let values) = value else { throw damage("an array") }
        guard values.count <= most else { throw damage("an array of at most \(most)") }
        return values.enumerated().map { RecordValue($1, field: "\(field)[\($0)]", path: path) }
    }

    /// The members of an object of at most ``Values/JSONValue/mostFigures``.
    var members: [(key: String, value: RecordValue)] {
        get throws(ExperimentError) {
            guard case .object(let members) = value else { throw damage("an object") }
            guard members.count <= JSONValue.mostFigures else {
                throw damage("an object of at most \(JSONValue.mostFigures) members", "one of \(members.count)")
            }
            return members.map { ($0.key, RecordValue($0.value, field: name(of: $0.key), path: path)) }
        }
    }

    /// The members of an object whose names refit has chosen; see ``Values/JSONValue/isFigureKey(_:)``.
    var namedMembers: [(key: String, value: RecordValue)] {
        get throws(ExperimentError) {
            let members = try members
            if let other = members.first(where: { !JSONValue.isFigureKey($0.key) }) {
                throw other.value.damage("called by at most 400 characters of printable ASCII", "called otherwise")
            }
            return members
        }
    }

    var text: String {
        get throws(ExperimentError) {
            guard case .text(let text) = value else { throw damage("a text") }
            return text
        }
    }

    /// A whole number from `least` on.
    func count(from least: Int = 0) throws(ExperimentError) -> Int {
        guard case .integer(let whole) = value, whole >= least else { throw damage("a whole number from \(least) on") }
        return whole
    }

    var integer: Int {
        get throws(ExperimentError) {
            guard case .integer(let whole) = value else { throw damage("a whole number") }
            return whole
        }
    }

    /// A number from 0 on, written with or without a fraction.
    var amount: Double {
        get throws(ExperimentError) {
            switch value {
            case .real(let real) where real >= 0: return real
            case .integer(let whole) where whole >= 0: return Double(whole)
            default: throw damage("a number from 0 on")
            }
        }
    }

    /// A number from 0 to 1.
    var share: Double {
        get throws(ExperimentError) {
            guard let share = try? amount, share <= 1 else { throw damage("a number from 0 to 1") }
            return share
        }
    }

    var bool: Bool {
        get throws(ExperimentError) {
            guard case .bool(let bool) = value else { throw damage("true or false") }
            return bool
        }
    }

    /// A class, or `nil` for `null`.
    var label: Label? {
        get throws(ExperimentError) {
            switch value {
            case .null: return nil
            case .integer(let whole): return .integer(Int64(whole))
            case .text(let text): return .text(text)
            default: throw damage("a label")
            }
        }
    }

    /// SHA-256 as 64 lower-case hexadecimal digits.
    var digest: String {
        get throws(ExperimentError) {
            let text = try text
            let isDigest = text.utf8.count == 64 && text.allSatisfy { "0123456789abcdef".contains($0) }
            guard isDigest else { throw damage("64 lower-case hexadecimal digits") }
            return text
        }
    }

    /// An object, an array or anything else as it is.
    var anything: JSONValue { value }

    /// What `read` makes of the value; `nil` for `null`.
    func unlessNull<Value>(
        _ read: (RecordValue) throws(ExperimentError) -> Value
    ) throws(ExperimentError) -> Value? {
        value == .null ? nil : try read(self)
    }

    /// The error that something else stands here.
    func damage(_ expected: String, _ actual: String? = nil) -> ExperimentError {
        .damaged(
            FileDamage(
                path: path, byteOffset: nil, field: field.isEmpty ? "the record" : field, expected: expected,
                actual: actual ?? described))
    }

    private func name(of key: String) -> String {
        let shown = Self.start(of: key)
        return field.isEmpty ? shown : "\(field).\(shown)"
    }

    /// The first scalars of a text: one character may have any number of them.
    private static func start(of text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(40)))
    }

    private var described: String {
        switch value {
        case .null: "null"
        case .bool(let bool): String(bool)
        case .integer(let whole): String(whole)
        case .real(let real): String(real)
        case .text(let text): "'\(Self.start(of: text))'"
        case .array(let values): "an array of \(values.count)"
        case .object: "an object"
        }
    }
}

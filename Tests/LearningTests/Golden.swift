import Features
import Foundation
import Learning
import RandomNumbers
import Values

/// One comparison of `Tests/Golden/learning.json`.
struct Comparison: Decodable {
    /// What a call left behind.
    struct Result: Decodable {
        var intercept: String?
        var t: Double?
        var n_iter: Int?
        var error: String?
    }

    /// One call of `fit` or `partial_fit`.
    struct Call: Decodable {
        var method: String
        var seed: UInt32
        var rows: Int
        var weighted: Bool
    }

    var settings: [String: JSONValue]
    var classes: [JSONValue]
    var calls: [Call]
    var results: [Result]
    var coef: String?
    var decision: String?
    var proba: String?

    static let all: [Comparison] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/learning.json")
        do {
            return try JSONDecoder().decode([Comparison].self, from: Data(contentsOf: file))
        } catch {
            fatalError("\(file.path): \(error)")
        }
    }()

    /// The settings as the command line would set them.
    func classifierSettings() throws -> SGDClassifierSettings {
        var result = SGDClassifierSettings()
        for (name, value) in settings {
            guard try result.set(name, to: value.parameterValue) else { throw UnknownSetting(name: name) }
        }
        return result
    }

    struct UnknownSetting: Error {
        var name: String
    }
}

/// A JSON value that stands for a Python value.
enum JSONValue: Decodable {
    case value(ParameterValue)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .value(.none)
        } else if let value = try? container.decode(Bool.self) {
            self = .value(.bool(value))
        } else if let value = try? container.decode(Int64.self) {
            self = .value(.integer(value))
        } else if let value = try? container.decode(Double.self) {
            self = .value(.real(value))
        } else if let value = try? container.decode(String.self) {
            self = .value(.text(value))
        } else {
            // A list of pairs is a dictionary, whose keys JSON would make texts.
            let pairs = try container.decode([[JSONValue]].self)
            self = .value(
                .mapping(pairs.map { ParameterValue.Entry(key: $0[0].label, value: $0[1].parameterValue) }))
        }
    }

    var parameterValue: ParameterValue {
        switch self {
        case .value(let value): value
        }
    }

    var label: Label {
        switch parameterValue {
        case .integer(let value): .integer(value)
        case .text(let value): .text(value)
        default: .text(parameterValue.description)
        }
    }
}

/// The 64 bits of each number as 16 hexadecimal digits.
func bits(_ numbers: [Double]) -> String {
    numbers.map { number in
        let digits = String(number.bitPattern, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}

extension SparseBatch {
    /// The rows with other columns and values.
    func mapRows(
        nFeatures: Int, _ change: (_ columns: [Int32], _ values: [Double]) -> ([Int32], [Double])
    ) -> SparseBatch {
        var changed = SparseBatch(nFeatures: nFeatures)
        for row in 0..<rowCount {
            let (columns, values) = change(Array(columns[entries(ofRow: row)]), values(ofRow: row))
            changed.append(columns: columns, values: values)
        }
        return changed
    }
}

/// Rows drawn from `RandomState(seed).randint`, as `batch` in `Tests/Golden/settings.py` draws them.
struct DrawnRows {
    var batch: SparseBatch
    var labels: [Label]
    var weights: [Double]

    init(seed: UInt32, rows: Int, nFeatures: Int = 24, classes: [Label]) {
        var random = MersenneTwister(seed: seed)
        batch = SparseBatch(nFeatures: nFeatures)
        labels = []
        weights = []
        let classes = classes.sorted()
        for row in 0..<rows {
            let label = row >= classes.count ? random.integer(from: 0, below: classes.count) : row
            var chosen: Set<Int> = []
            for _ in 0..<random.integer(from: 0, below: 9) {
                chosen.insert(random.integer(from: 0, below: nFeatures))
            }
            if !chosen.isEmpty, random.integer(from: 0, below: 2) == 0 { chosen.insert(label) }
            let columns = chosen.sorted().map { Int32($0) }
            let values = columns.map { _ in
                random.integer(from: 0, below: 16) == 0
                    ? 0 : Double(random.integer(from: -(1 << 30), below: 1 << 30)) / 700_000_000
            }
            batch.append(columns: columns, values: values)
            labels.append(classes[label])
            weights.append(row > 0 ? Double(random.integer(from: 0, below: 12)) / 7 : 1)
        }
    }
}

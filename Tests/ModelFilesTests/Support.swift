import Features
import Foundation
import Learning
import ModelFiles
import Values

/// The same numbers in every run.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

enum Sample {
    static let program = "refit 0.1.0"

    static let integers: [Label] = [.integer(0), .integer(1)]
    static let texts: [Label] = [.text("neg"), .text("neutral"), .text("pos")]

    /// A classifier that has learned from a few rows.
    static func classifier(
        classes: [Label], average: Int = 0, nFeatures: Int = 8, batches: Int = 2
    ) throws -> SGDClassifier {
        var settings = SGDClassifierSettings()
        settings.average = average
        var classifier = try SGDClassifier(settings: settings, classes: classes, nFeatures: nFeatures)
        for seed in 0..<batches { try learn(&classifier, seed: UInt64(seed)) }
        return classifier
    }

    static func learn(_ classifier: inout SGDClassifier, seed: UInt64) throws {
        var dice = Dice(state: seed)
        var rows = SparseBatch(nFeatures: classifier.nFeatures)
        var labels: [Label] = []
        for row in 0..<6 {
            var (columns, values) = ([Int32](), [Double]())
            for column in 0..<classifier.nFeatures where Int.random(in: 0..<3, using: &dice) > 0 {
                columns.append(Int32(column))
                values.append(Double(Int.random(in: -3...3, using: &dice)) / 4)
            }
            rows.append(columns: columns, values: values)
            labels.append(classifier.classes[row % classifier.classes.count])
        }
        try classifier.partialFit(rows, labels: labels)
    }

    static func vectorizer(nFeatures: Int = 8) -> HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = nFeatures
        return settings
    }

    static let watermark = Watermark(
        database: "/data/reviews.sqlite", lastRow: 4100, rows: 4098,
        blocks: [
            Watermark.Block(
                firstRow: 1, lastRow: 4097, rows: 4096, sha256: String(repeating: "0a", count: 32)),
            Watermark.Block(firstRow: 4098, lastRow: 4100, rows: 2, sha256: String(repeating: "f1", count: 32)),
        ],
        refused: [Watermark.Refused(row: 7, position: 6), Watermark.Refused(row: 4099, position: 4098)])

    static func model(
        classes: [Label] = integers, average: Int = 0, nFeatures: Int = 8, watermarks: [Watermark] = [watermark]
    ) throws -> SavedModel {
        SavedModel(
            classifier: try classifier(classes: classes, average: average, nFeatures: nFeatures).state,
            vectorizer: vectorizer(nFeatures: nFeatures), watermarks: watermarks, writtenBy: program)
    }

    /// A file of the repository that is compared with.
    static func golden(_ name: String) -> String {
        let tests = String(#filePath).split(separator: "/").dropLast().joined(separator: "/")
        return "/\(tests)/Golden/\(name)"
    }
}

/// The bytes of a file, as they are or taken apart.
struct FileBytes {
    var header: String
    var data: [UInt8]

    init(header: String, data: [UInt8]) {
        self.header = header
        self.data = data
    }

    init(_ path: String) throws {
        let bytes = try Self.all(path)
        let length = bytes[0..<8].enumerated().reduce(0) { $0 | Int($1.element) << ($1.offset * 8) }
        header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        data = Array(bytes[(8 + length)...])
    }

    static func all(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// The file with a length that tells the truth.
    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> ($0 * 8)) } + Array(header.utf8) + data
    }
}

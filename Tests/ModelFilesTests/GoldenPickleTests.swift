import Features
import Foundation
import Learning
import TestSupport
import Testing
import Values

@testable import ModelFiles

/// Pickles of scikit-learn itself and of the layouts that it had, read without Python; see `Tests/Golden/pickles.py`.
struct GoldenPickleTests {
    /// One pickle and what is in it.
    struct Record: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var settings: [String: Value]
        var classes: [Value]
        var t: Double
        var arrays: [String: String]
        var pickle: Data

        var testDescription: String { name }

        static let all: [Record] = ["pickles-1.2.2", "pickles-1.9.1", "pickles-older"].flatMap { name in
            let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Golden/\(name).json")
            do {
                return try JSONDecoder().decode([Record].self, from: Data(contentsOf: file))
            } catch {
                fatalError("\(file.path): \(error)")
            }
        }
    }

    /// A value of JSON.
    enum Value: Decodable, Sendable, Equatable {
        case none
        case bool(Bool)
        case number(Double)
        case text(String)
        case list([Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else {
                self = .list(try container.decode([Value].self))
            }
        }

        init(_ value: ParameterValue) {
            switch value {
            case .none: self = .none
            case .bool(let value): self = .bool(value)
            case .integer(let value): self = .number(Double(value))
            case .real(let value): self = .number(value)
            case .text(let text): self = .text(text)
            case .list(let values): self = .list(values.map { Value($0) })
            case .mapping(let entries):
                self = .list(entries.map { .list([Value($0.key), Value($0.value)]) })
            }
        }

        /// A truth value as a number.
        var asNumber: Value {
            guard case .bool(let value) = self else { return self }
            return .number(value ? 1 : 0)
        }

        init(_ label: Label) {
            switch label {
            case .integer(let value): self = .number(Double(value))
            case .text(let text): self = .text(text)
            }
        }
    }

    private static func bits(_ numbers: [Double]) -> String {
        numbers.map { number in
            let digits = String(number.bitPattern, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// What scikit-learn shows of settings that have no effect in refit, which keeps its own.
    private static let ignored: Set = ["n_jobs", "verbose", "validation_fraction"]

    @Test(arguments: Record.all)
    func `weights, classes and settings are those that stand beside the pickle`(record: Record) throws {
        let bytes = [UInt8](record.pickle)
        let model = try unsafe PickleFile.read(bytes.span.bytes, path: record.name)
        let state = model.classifier
        for (name, expected) in record.arrays {
            let array = try #require(LearnedArray.Name(rawValue: name), "\(name)")
            #expect(Self.bits(state.numbers(of: array).numbers) == expected, "\(name)")
        }
        #expect(record.arrays.count == (state.averages == nil ? 2 : 6))
        #expect(state.t == record.t)
        #expect(state.hasBoolClasses == (record.classes == [.bool(false), .bool(true)]))
        // refit calls truth values 0 and 1.
        #expect(state.classes.map { Value($0) } == record.classes.map { $0.asNumber })
        for parameter in state.settings.parameters where !Self.ignored.contains(parameter.name) {
            // Before 1.8 the default of eta0, without effect where it is not asked for, is 0.
            if parameter.name == "eta0", record.settings["eta0"] == .number(0) { continue }
            #expect(Value(parameter.value) == record.settings[parameter.name], "\(parameter.name)")
        }
        #expect(model.vectorizer == nil)
    }

    @Test(arguments: Record.all)
    func `what was read is written, read again, and learns on`(record: Record) throws {
        let bytes = [UInt8](record.pickle)
        let model = try unsafe PickleFile.read(bytes.span.bytes, path: record.name)
        let folder = try TemporaryFolder()
        for name in ["model.pkl", "model.skops", "model.safetensors"] {
            try ModelFile.write(model, to: folder.file(name))
            #expect(try ModelFile.read(path: folder.file(name)).digest == model.digest, "\(name)")
        }
        var classifier = try SGDClassifier(restoring: model.classifier)
        try Sample.learn(&classifier, seed: 1)
        #expect(classifier.t == model.classifier.t + 6)
    }

    @Test(
        arguments: Record.all.filter { $0.name.contains("layout") || $0.name.hasSuffix("protocol 5") })
    func `cut short at any length it is refused, and a changed bit never ends the process`(record: Record) throws {
        let pickle = [UInt8](record.pickle)
        for index in stride(from: 0, to: pickle.count, by: 3) {
            let cut = Array(pickle[..<index])
            #expect(throws: ModelFileError.self) { try unsafe PickleFile.read(cut.span.bytes, path: "cut") }
            var changed = pickle
            changed[index] ^= 1 << UInt8(index % 8)
            if let model = try? unsafe PickleFile.read(changed.span.bytes, path: "changed") {
                #expect(model.classifier.classes.count >= 2)
            }
        }
    }
}

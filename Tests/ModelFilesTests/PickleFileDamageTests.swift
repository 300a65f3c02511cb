import Learning
import TestSupport
import Testing
import Values

@testable import ModelFiles

/// Pickles that lie about lengths, nest, or hold one thing a thousand times.
@Suite(.timeLimit(.minutes(2)))
struct PickleFileDamageTests {
    private static func bytes(_ text: String) -> [UInt8] { PickleDisassemblyTests.bytes(text) }

    private static func read(_ pickle: [UInt8]) throws(ModelFileError) -> SavedModel {
        try unsafe PickleFile.read(pickle.span.bytes, path: "hostile.pkl")
    }

    private static func disassemble(_ pickle: [UInt8], at place: Int?) -> PickleDisassembly {
        unsafe PickleDisassembly(of: pickle.span.bytes, refusedAt: place, path: "hostile.pkl")
    }

    private static func run(_ pickle: String) throws(ModelFileError) -> (PickleMachine, PickleValue) {
        var machine = PickleMachine(names: .model, path: "hostile.pkl")
        let bytes = bytes(pickle)
        let value = try unsafe machine.run(bytes.span.bytes)
        return (machine, value)
    }

    /// What the refusal of a pickle names.
    private static func refusal(_ pickle: [UInt8]) -> String {
        do {
            _ = try read(pickle)
            return "none"
        } catch {
            switch error {
            case .damaged(let damage): return "\(damage.field) \(damage.actual)"
            case .forbidden(_, let name, _, _): return name
            default: return error.code
            }
        }
    }

    /// A small model without what refit adds, as Python would write it.
    private static func small() throws -> [UInt8] {
        let folder = try TemporaryFolder()
        var model = try Sample.model(classes: Sample.texts, average: 5, nFeatures: 4, watermarks: [])
        model.vectorizer = nil
        try PickleFile.write(model, to: folder.file("small.pkl"))
        return try FileBytes.all(folder.file("small.pkl"))
    }

    @Test func `a file that is cut short is refused at every length`() throws {
        let pickle = try Self.small()
        #expect(try Self.read(pickle).classifier.nFeatures == 4)
        for length in pickle.indices {
            let cut = Array(pickle[..<length])
            #expect(throws: ModelFileError.self) { try Self.read(cut) }
            _ = Self.disassemble(cut, at: length / 2)
        }
    }

    @Test func `a changed bit is refused by name, or makes another model that inspect describes`() throws {
        let pickle = try Self.small()
        let folder = try TemporaryFolder()
        var refused = 0
        for index in pickle.indices {
            var changed = pickle
            changed[index] ^= 1 << UInt8(index % 8)
            do {
                let model = try Self.read(changed)
                let path = folder.file("\(index % 16).pkl")
                try FileBytes.write(changed, to: path)
                guard case .safe(let contents) = try ModelInspection.of(path: path).outcome else {
                    Issue.record("inspect refuses what was read")
                    continue
                }
                #expect(contents.nFeatures == model.classifier.nFeatures)
                #expect(contents.classes == model.classifier.classes)
            } catch let error as ModelFileError {
                #expect(["damaged_model_file", "forbidden_in_model_file", "not_a_refit_model"].contains(error.code))
                refused += 1
                if case .damaged(let damage) = error { _ = Self.disassemble(changed, at: damage.byteOffset) }
                if case .forbidden(_, _, let offset, _) = error { _ = Self.disassemble(changed, at: offset) }
            }
        }
        #expect(refused > pickle.count / 2)
    }

    @Test(arguments: [
        ("\u{80}\u{04}\u{8E}\0\0\0\0\0\0\0\u{40}abc.", "a length 4611686018427387904 bytes"),
        ("\u{80}\u{04}\u{8E}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}.", "a length 9223372036854775807 bytes"),
        ("\u{80}\u{04}\u{8D}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{FF}\u{7F}.", "a length 9223372036854775807 bytes"),
        ("\u{80}\u{05}\u{96}\u{01}\0\0\0\0\0\0\0", "a length 1 bytes"),
        ("\u{80}\u{04}\u{95}\0\0\0\0\0\0\0\u{40}N.", "FRAME 4611686018427387904 bytes"),
        ("\u{80}\u{04}\u{95}\u{03}\0\0\0\0\0\0\0N.", "FRAME 3 bytes"),
        ("\u{80}\u{02}\u{8A}\u{FF}\0.", "a length 255 bytes"),
        ("\u{80}\u{02}\u{8A}\u{09}\0\0\0\0\0\0\0\0\u{01}.", "LONG1 9"),
        ("\u{80}\u{02}X\u{FF}\u{FF}\u{FF}\u{FF}a.", "a length 4294967295 bytes"),
        ("\u{80}\u{02}J\0\0", "a length 4 bytes"),
        ("\u{80}\u{02}G\0\0\0.", "a length 8 bytes"),
        ("\u{80}\u{02}cnumpy\nndarray", "GLOBAL a longer one, or one without an end"),
        ("\u{80}\u{02}c", "GLOBAL a longer one, or one without an end"),
        ("\u{80}\u{02}", "the end none"), ("\u{80}", "a length 1 bytes"), ("", "the end none"),
        ("\u{80}\u{06}N.", "PROTO 6"), ("\u{80}\u{02}(q\0.", "the stack none"),
        ("\u{80}\u{02}Ns.", "the stack fewer"), ("\u{80}\u{02}}Ns.", "SETITEM given another value"),
        ("\u{80}\u{02}}(Nu.", "SETITEMS given a key alone"),
        ("\u{80}\u{02}NNa.", "APPEND given another value"),
    ])
    func `a length that lies is refused before any memory is taken`(pickle: String, refusal: String) {
        #expect(Self.refusal(Self.bytes(pickle)) == refusal)
    }

    @Test func `the memo counts as CPython counts`() throws {
        // Python itself makes ([], 'a', 'a') of it: the second entry is number 1, although the first is number 5.
        let (machine, value) = try Self.run("\u{80}\u{04}]q\u{05}X\u{01}\0\0\0a\u{94}h\u{01}\u{87}.")
        let parts = try #require(machine.tuple(value))
        #expect(parts.count == 3)
        #expect(parts.dropFirst().map(\.text) == ["a", "a"])
    }

    @Test func `whole numbers have Python's sign`() throws {
        let (machine, value) = try Self.run(
            "\u{80}\u{02}(\u{8A}\0\u{8A}\u{01}\u{FF}\u{8A}\u{08}\0\0\0\0\0\0\0\u{80}J\u{FE}\u{FF}\u{FF}\u{FF}M\u{FF}\u{FF}t."
        )
        let numbers = try #require(machine.tuple(value)).map { item in
            if case .integer(let number) = item { number } else { Int64(77) }
        }
        #expect(numbers == [0, -1, .min, -2, 65535])
    }

    /// Programs of a few bytes, over and over, and what becomes of them.
    @Test(arguments: [
        ("a million marks", "\u{80}\u{02}", "(", 1_000_000, ".", "the pickle of more"),
        ("marks within bounds", "\u{80}\u{02}", "(", 200_000, "N.", "the end otherwise"),
        ("tuples in tuples", "\u{80}\u{02}N", "\u{85}", 200_000, ".", "not_a_refit_model"),
        ("tuples doubled", "\u{80}\u{02}N", "q\0h\0\u{86}", 60_000, ".", "not_a_refit_model"),
        ("lists in lists, from without", "\u{80}\u{02}]q\0", "h\0]q\0a", 40_000, "N.", "the end otherwise"),
        ("a list in itself", "\u{80}\u{02}]q\0", "h\0a", 100_000, ".", "not_a_refit_model"),
        (
            "arrays that are each other's state", "\u{80}\u{02}cnumpy\nndarray\nq\0N\u{85}Rq\u{02}",
            "h\0N\u{85}Rh\u{02}bq\u{02}", 30_000, ".", "the end otherwise"
        ),
        ("the memo's last place", "\u{80}\u{02}N", "r\u{FF}\u{FF}\u{FF}\u{FF}", 200_000, ".", "not_a_refit_model"),
        ("as many places as there are", "\u{80}\u{04}N", "\u{94}", 260_000, ".", "not_a_refit_model"),
    ])
    func `what is repeated takes time and memory for each byte, no more`(
        what: String, start: String, repeated: String, count: Int, end: String, refusal: String
    ) {
        let pickle =
            Self.bytes(start) + Array(repeatElement(Self.bytes(repeated), count: count).joined()) + Self.bytes(end)
        #expect(Self.refusal(pickle) == refusal, "\(what)")
        _ = Self.disassemble(pickle, at: pickle.count - 1)
    }

    @Test func `bytes that are named a thousand times are read once`() {
        // A megabyte of Latin-1, made into bytes over and over.
        let megabyte = String(repeating: "a", count: 1 << 20)
        let call = "c_codecs\nencode\nq\0X\0\0\u{10}\0\(megabyte)X\u{06}\0\0\0latin1\u{86}q\u{01}"
        let pickle =
            Self.bytes("\u{80}\u{02}\(call)") + Array(repeatElement(Self.bytes("h\0h\u{01}R"), count: 60_000).joined())
        #expect(Self.refusal(pickle + Self.bytes(".")) == "the end otherwise")
    }

    @Test func `an attribute is named once`() {
        let state = "X\u{05}\0\0\0alphaG?\0\0\0\0\0\0\0"
        #expect(Self.refusal(Self.classifier("\(state)\(state)")) == "alpha named again")
    }

    @Test func `dictionaries that hold each other are not spread out`() {
        // Each holds the one within it a hundred times: 10^10 entries, if anyone wrote them out.
        func nested(_ level: Int) -> String {
            guard level > 0 else { return "}(K\0K\0uq\0" }
            let place = String(Character(Unicode.Scalar(UInt8(level))))
            let inner = String(Character(Unicode.Scalar(UInt8(level - 1))))
            let more = (1..<100).map { "K\(Character(Unicode.Scalar(UInt8($0))))h\(inner)" }.joined()
            return "}(K\0\(nested(level - 1))\(more)uq\(place)"
        }
        #expect(Self.refusal(Self.classifier("X\u{0C}\0\0\0class_weight\(nested(5))")) == "class_weight")
    }

    @Test func `a shape, a type and a value of thousands of parts do not reach the message`() throws {
        let long = String(repeating: "é\u{1B}", count: 5000)
        let text = "X\u{98}\u{3A}\0\0" + String(String.UnicodeScalarView(long.utf8.map { Unicode.Scalar($0) }))
        let pickles = [
            Self.classifier("X\u{04}\0\0\0loss\(text)"),
            Self.classifier("\(text)N"),
            Self.classifier(
                "X\u{05}\0\0\0coef_" + Self.array(shape: "(" + String(repeating: "K\u{01}", count: 5000) + "t")),
            Self.classifier("X\u{05}\0\0\0coef_" + Self.array(type: text)),
        ]
        for pickle in pickles {
            let error = try #require(throws: ModelFileError.self) { try Self.read(pickle) }
            #expect(error.message.count < 500, "\(error.message.prefix(300))")
        }
    }

    /// A classifier with a state of these items.
    private static func classifier(_ items: String) -> [UInt8] {
        bytes("\u{80}\u{03}csklearn.linear_model._stochastic_gradient\nSGDClassifier\n)\u{81}}(\(items)ub.")
    }

    private static func array(shape: String = "K\u{01}\u{85}", type: String = "X\u{02}\0\0\0f8") -> String {
        "cnumpy\nndarray\nN\u{85}R(K\u{01}\(shape)cnumpy\ndtype\n\(type)\u{89}\u{88}\u{87}R(K\u{03}X\u{01}\0\0\0<NNNNNNtb"
            + "\u{89}C\u{08}\0\0\0\0\0\0\0\0tb"
    }
}

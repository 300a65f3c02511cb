import TestSupport
import Testing

@testable import ModelFiles

/// What refused pickles would have done, against what Python's own `pickletools` says of them.
struct PickleDisassemblyTests {
    /// The bytes of a text of Latin-1, as Python writes `b'…'`.
    static func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

    private static func refusal(_ pickle: [UInt8]) throws -> ModelInspection.Refusal {
        let folder = try TemporaryFolder()
        let path = folder.file("hostile.pkl")
        try FileBytes.write(pickle, to: path)
        guard case .refused(let refusal) = try ModelInspection.of(path: path).outcome else {
            throw NotRefused()
        }
        return refusal
    }

    private struct NotRefused: Error {}

    private static func disassembly(_ pickle: String) throws -> PickleDisassembly {
        try #require(try refusal(bytes(pickle)).disassembly)
    }

    private static func lines(_ disassembly: PickleDisassembly) -> [String] {
        disassembly.opcodes.map { opcode in
            "\(opcode.byteOffset) \(opcode.name) \(opcode.argument)".trimmingSuffix(" ")
                + (opcode.isRefused ? " <" : "")
        }
    }

    private static func calls(_ disassembly: PickleDisassembly) -> [String] {
        disassembly.calls.map { "\($0.byteOffset) \($0.opcode) \($0.callee) \($0.arguments)" }
    }

    @Test func `the names of all opcodes are those of Python's pickletools`() {
        let names = PickleOpcode.allCases.sorted { $0.rawValue < $1.rawValue }.map { "\($0.rawValue) \($0.name)" }
        let expected = """
            40 MARK,41 EMPTY_TUPLE,46 STOP,48 POP,49 POP_MARK,50 DUP,66 BINBYTES,67 SHORT_BINBYTES,70 FLOAT,71 BINFLOAT,\
            73 INT,74 BININT,75 BININT1,76 LONG,77 BININT2,78 NONE,80 PERSID,81 BINPERSID,82 REDUCE,83 STRING,\
            84 BINSTRING,85 SHORT_BINSTRING,86 UNICODE,88 BINUNICODE,93 EMPTY_LIST,97 APPEND,98 BUILD,99 GLOBAL,\
            100 DICT,101 APPENDS,103 GET,104 BINGET,105 INST,106 LONG_BINGET,108 LIST,111 OBJ,112 PUT,113 BINPUT,\
            114 LONG_BINPUT,115 SETITEM,116 TUPLE,117 SETITEMS,125 EMPTY_DICT,128 PROTO,129 NEWOBJ,130 EXT1,131 EXT2,\
            132 EXT4,133 TUPLE1,134 TUPLE2,135 TUPLE3,136 NEWTRUE,137 NEWFALSE,138 LONG1,139 LONG4,\
            140 SHORT_BINUNICODE,141 BINUNICODE8,142 BINBYTES8,143 EMPTY_SET,144 ADDITEMS,145 FROZENSET,\
            146 NEWOBJ_EX,147 STACK_GLOBAL,148 MEMOIZE,149 FRAME,150 BYTEARRAY8,151 NEXT_BUFFER,152 READONLY_BUFFER
            """
        #expect(names.joined(separator: ",") == expected)
    }

    @Test func `a system call of protocol 2`() throws {
        let disassembly = try Self.disassembly(
            "\u{80}\u{02}cos\nsystem\nq\0X\u{0A}\0\0\0touch evilq\u{01}\u{85}q\u{02}Rq\u{03}.")
        #expect(
            Self.lines(disassembly) == [
                "0 PROTO 2", "2 GLOBAL 'os system' <", "13 BINPUT 0", "15 BINUNICODE 'touch evil'", "30 BINPUT 1",
                "32 TUPLE1", "33 BINPUT 2", "35 REDUCE", "36 BINPUT 3", "38 STOP",
            ])
        #expect(disassembly.globals == [PickleDisassembly.Global(name: "os.system", byteOffset: 2)])
        #expect(Self.calls(disassembly) == ["35 REDUCE os.system ('touch evil',)"])
        #expect(disassembly.leftOut == 0)
        #expect(disassembly.ending == nil)
    }

    @Test func `a system call of protocol 4, inside a classifier's attribute`() throws {
        let disassembly = try Self.disassembly(
            "\u{80}\u{04}\u{95}\u{30}\0\0\0\0\0\0\0}\u{94}\u{8C}\u{05}coef_\u{94}\u{8C}\u{05}posix\u{94}\u{8C}\u{06}system"
                + "\u{94}\u{93}\u{94}\u{8C}\u{0A}touch evil\u{94}\u{85}\u{94}R\u{94}s.")
        #expect(
            Self.lines(disassembly) == [
                "0 PROTO 4", "2 FRAME 48", "11 EMPTY_DICT", "12 MEMOIZE", "13 SHORT_BINUNICODE 'coef_'", "20 MEMOIZE",
                "21 SHORT_BINUNICODE 'posix'", "28 MEMOIZE", "29 SHORT_BINUNICODE 'system'", "37 MEMOIZE",
                "38 STACK_GLOBAL <", "39 MEMOIZE", "40 SHORT_BINUNICODE 'touch evil'", "52 MEMOIZE", "53 TUPLE1",
                "54 MEMOIZE", "55 REDUCE", "56 MEMOIZE", "57 SETITEM", "58 STOP",
            ])
        #expect(disassembly.globals == [PickleDisassembly.Global(name: "posix.system", byteOffset: 38)])
        #expect(Self.calls(disassembly) == ["55 REDUCE posix.system ('touch evil',)"])
    }

    @Test func `INST and OBJ of protocol 0`() throws {
        let disassembly = try Self.disassembly(
            "(S'touch evil'\nios\nsystem\np0\n0(cbuiltins\neval\nV1\\u0041\no.")
        #expect(
            Self.lines(disassembly) == [
                "0 MARK", "1 STRING 'touch evil' <", "15 INST 'os system'", "26 PUT 0", "29 POP", "30 MARK",
                "31 GLOBAL 'builtins eval'", "46 UNICODE '1\\\\u0041'", "55 OBJ", "56 STOP",
            ])
        #expect(disassembly.globals.map(\.name) == ["os.system", "builtins.eval"])
        #expect(
            Self.calls(disassembly) == ["15 INST os.system ('touch evil',)", "55 OBJ builtins.eval ('1\\\\u0041',)"])
    }

    @Test func `what is called is followed through calls, lists, the memo and states`() throws {
        // getattr(__import__('os'), 'system')(['a', 'b'], {'k': b'\xff'}), a state for it, and what a registry knows.
        let whole = try Self.disassembly(
            "\u{80}\u{04}cbuiltins\ngetattr\n(cbuiltins\n__import__\nU\u{02}os\u{85}RU\u{06}systemtR"
                + "]q\u{07}(U\u{01}aU\u{01}be0h\u{07}}U\u{01}kC\u{01}\u{FF}s\u{86}R(K\u{01}tbP7\n\u{82}\u{05})\u{81}.")
        #expect(
            Self.calls(whole) == [
                "47 REDUCE builtins.__import__ ('os',)",
                "57 REDUCE builtins.getattr (builtins.__import__('os',), 'system')",
                "81 REDUCE builtins.getattr(builtins.__import__('os',), 'system') (['a', 'b'], {'k': b'\\xff'})",
                "86 BUILD builtins.getattr(builtins.__import__('os',), 'system')(['a', 'b'], {'k': b'\\xff'… (1,)",
                "87 PERSID persistent_load ('7',)", "93 NEWOBJ extension code 5 ()",
            ])
        #expect(whole.globals.map(\.name) == ["builtins.getattr", "builtins.__import__", "extension code 5"])
    }

    @Test func `nothing that a terminal would obey gets out, and nothing long`() throws {
        let long = String(repeating: "A", count: 200)
        let refusal = try Self.refusal(
            Self.bytes("\u{80}\u{02}co\u{1B}[31ms\n\(long)\nX\u{04}\0\0\0\u{07}\u{E2}\u{80}\u{AE}\u{85}R."))
        let disassembly = try #require(refusal.disassembly)
        #expect(refusal.name == "o\\x1b[31ms." + String(repeating: "A", count: 80 - 11) + "…")
        #expect(disassembly.globals.map(\.name) == ["o\\x1b[31ms." + String(repeating: "A", count: 80) + "…"])
        #expect(disassembly.calls.map(\.arguments) == ["('\\x07\\u202e',)"])
        let shown =
            disassembly.opcodes.map(\.argument) + disassembly.globals.map(\.name)
            + disassembly.calls.flatMap { [$0.callee, $0.arguments] } + [refusal.name, refusal.reason]
        for text in shown {
            #expect(text.unicodeScalars.allSatisfy { (" "..."~").contains($0) || $0 == "…" }, "\(text)")
            #expect(text.count <= 2 * PickleText.longest + 6)
        }
    }

    @Test func `a bomb of lists that hold each other is shown short`() throws {
        // Each list holds the one before sixteen times; the last is handed to a call.
        var pickle = "\u{80}\u{02}]q\0"
        for level in 1...40 as ClosedRange<UInt32> {
            let previous = "h" + String(Unicode.Scalar(level - 1).map(Character.init) ?? " ")
            pickle +=
                "](" + String(repeating: previous, count: 16) + "eq"
                + String(Unicode.Scalar(level).map(Character.init) ?? " ")
        }
        let disassembly = try Self.disassembly(pickle + "\u{85}cos\nsystem\nh\u{28}\u{85}R.")
        #expect(disassembly.calls.count == 1)
        #expect((disassembly.calls.first?.arguments.count ?? 0) <= PickleText.longest + 1)
    }

    @Test func `a list in itself is shown once more`() throws {
        let disassembly = try Self.disassembly("\u{80}\u{02}]q\0h\0acos\nsystem\nh\0\u{85}R.")
        #expect(Self.calls(disassembly) == ["22 REDUCE os.system ([[[[[…]]]]],)"])
    }

    @Test func `a hundred names and calls are listed, and the rest counted`() throws {
        let calls = (0..<150).map { "cm\($0)\nf\n)R0" }.joined()
        let disassembly = try Self.disassembly("\u{80}\u{02}\(calls)N.")
        #expect(disassembly.globals.count == PickleDisassembly.mostListed)
        #expect(disassembly.calls.count == PickleDisassembly.mostListed)
        #expect(disassembly.calls.last?.callee == "m99.f")
        #expect(disassembly.leftOut == 100)
    }

    @Test func `what is behind the refused place is walked to an end`() throws {
        let marks = [UInt8](repeating: UInt8(ascii: "("), count: PickleDisassembly.mostWalked + 1)
        let refusal = try Self.refusal(Self.bytes("\u{80}\u{02}cos\nsystem\n") + marks)
        #expect(refusal.disassembly?.ending == "more than 1000000 opcodes follow")
        #expect(refusal.disassembly?.opcodes.count == 2 + PickleDisassembly.reach)
    }

    @Test func `what cannot be read ends it, and says why`() throws {
        let unknown = try Self.disassembly("\u{80}\u{02}K\u{07}\u{FF}.")
        #expect(Self.lines(unknown) == ["0 PROTO 2", "2 BININT1 7"])
        #expect(unknown.ending == "an opcode should be one of protocols 0 to 5, but it is 0xff")
        let long = try Self.disassembly("\u{80}\u{04}\u{8E}\0\0\0\0\0\0\0\u{40}abc")
        #expect(Self.lines(long) == ["0 PROTO 4"])
        #expect(long.ending == "a length should be within the file, but it is 4611686018427387904 bytes")
        let empty = try Self.disassembly("")
        #expect(empty.opcodes.isEmpty)
        #expect(empty.ending == "the end should be a STOP, but it is none")
    }

    @Test func `a pickle that is no model is shown from its beginning`() throws {
        let refusal = try Self.refusal(Self.bytes("\u{80}\u{02}]."))
        #expect(refusal.name == "not_a_refit_model")
        #expect(try Self.lines(#require(refusal.disassembly)) == ["0 PROTO 2", "2 EMPTY_LIST", "3 STOP"])
    }
}

extension String {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        String(reversed().drop { $0 == character }.reversed())
    }
}

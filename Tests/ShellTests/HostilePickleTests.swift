import Foundation
import Testing
import Values

/// `inspect` of a pickle that would do something, from bash.
@Suite struct HostilePickleTests {
    private let person: Person

    init() throws {
        person = try Person()
        let pickle = Array(
            "\u{80}\u{02}cos\nsystem\nX\u{0A}\0\0\0touch evil\u{85}R.".unicodeScalars.map { UInt8($0.value) })
        try Data(pickle).write(to: URL(fileURLWithPath: person.path("hostile.pkl")))
    }

    @Test("a person is shown what it would have done, then why it is refused")
    func text() throws {
        let finished = try person.run(["inspect", "hostile.pkl"])
        #expect(finished.status == 3)
        #expect(
            finished.output == """
                the pickle, of which nothing was executed:
                byte  opcode      argument
                   0  PROTO       2
                   2  GLOBAL      'os system'   refused
                  13  BINUNICODE  'touch evil'
                  28  TUPLE1
                  29  REDUCE
                  30  STOP
                byte  would import
                   2  os.system
                byte  by      would call  with
                  29  REDUCE  os.system   ('touch evil',)
                hostile.pkl is not safe to open: os.system at byte 2 is not among the names that a model is made of

                """)
        #expect(!FileManager.default.fileExists(atPath: person.path("evil")))
    }

    @Test("a program is given the same, and a script stops there")
    func json() throws {
        let finished = try person.run(["-c", "inspect hostile.pkl; mode", "--mode", "json"])
        #expect(finished.status == 3)
        let lines = finished.output.split(separator: "\n")
        #expect(lines.count == 1)
        let cell = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        let result = try #require(cell?["result"] as? [String: Any])
        let disassembly = try #require(result["disassembly"] as? [String: Any])
        #expect(result["safe"] as? Bool == false)
        #expect(
            (disassembly["opcodes"] as? [[String: Any]])?.compactMap { $0["byte_offset"] as? Int } == [
                0, 2, 13, 28, 29, 30,
            ])
        #expect((disassembly["globals"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["os.system"])
        #expect(
            (disassembly["calls"] as? [[String: Any]])?.compactMap { $0["arguments"] as? String } == ["('touch evil',)"]
        )
        #expect(disassembly["ending"] is NSNull)
    }
}

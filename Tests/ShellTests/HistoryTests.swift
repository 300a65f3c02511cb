import Foundation
import Shell
import Testing
import Values

@Suite("History", .serialized, .timeLimit(.minutes(10)))
struct HistoryTests {
    private let person: Person
    private var path: String { person.path("state/refit/history") }

    init() throws {
        person = try Person()
    }

    /// The entries of the file, without their time stamps.
    private func entries() throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    @Test("of the built binary goes on in the next session")
    func twoSessions() throws {
        let first = try person.open()
        try first.waitForPrompt(1)
        first.enter("tokens wonderful")
        try first.waitForPrompt(2)
        first.send(Key.controlD)
        #expect(try first.waitForExit() == 0)

        let second = try person.open()
        try second.waitForPrompt(1)
        second.send(Key.up)
        try second.waitForLine("[1]: tokens wonderful")
    }

    @Test("of two shells at the same time keeps the lines of both")
    func twoShells() throws {
        let (left, right) = (try person.open(), try person.open())
        for (terminal, word) in [(left, "left"), (right, "right")] {
            try terminal.waitForPrompt(1)
            terminal.enter("tokens \(word)")
            try terminal.waitForPrompt(2)
        }
        for terminal in [right, left] {
            terminal.send(Key.controlD)
            #expect(try terminal.waitForExit() == 0)
        }
        #expect(try entries() == ["tokens left", "tokens right"])
    }

    @Test("that is damaged is moved aside with a warning")
    func damagedAtStart() throws {
        try FileManager.default.createDirectory(atPath: person.path("state/refit"), withIntermediateDirectories: true)
        try Data([0x74, 0xFF, 0x00, 0x0A]).write(to: URL(fileURLWithPath: path))
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        #expect(terminal.screen.text.contains("damaged"))
        #expect(person.has("state/refit/history.damaged"))
    }

    @Test("is only for its owner's eyes, folder and file")
    func permissions() throws {
        let history = History(path: path)
        try history.add("permissions \(path)")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let folder = try FileManager.default.attributesOfItem(atPath: person.path("state/refit"))
        #expect(folder[.posixPermissions] as? Int == 0o700)
    }

    @Test("keeps no blank line and no repetition")
    func repetitions() throws {
        let history = History(path: path)
        let line = "repetitions \(path)"
        for text in [line, line, "  ", line, "\(line) other", line] { try history.add(text) }
        #expect(try entries() == [line, "\(line) other", line])
    }

    @Test("keeps the lines of a cell together, also when read again")
    func cells() throws {
        let history = History(path: path)
        let line = "fit reviews \(path)"
        try history.add("\(line) \\")
        #expect(history.newest != "\(line) \\")
        try history.add("--rows :100")
        #expect(history.newest == "\(line) \\\n--rows :100")

        let other = History(path: nil)
        try other.add("something else")
        let again = History(path: path)
        try again.load()
        #expect(again.newest == "\(line) \\\n--rows :100")
    }

    @Test("asks the command language whether a cell is complete")
    func openQuote() throws {
        let history = History(path: path) { $0.count { $0 == "\"" } % 2 == 1 }
        try history.add("note \"first")
        try history.add("second \\")
        try history.add("third\"")
        #expect(try entries() == ["note \"first", "second \\", "third\""])
        #expect(history.newest == "note \"first\nsecond \\\nthird\"")
    }

    @Test("forgets the beginning of a cell that was dropped")
    func dropped() throws {
        let history = History(path: path)
        try history.add("dropped \\")
        history.dropUnfinished()
        try history.add("kept \(path)")
        #expect(try entries() == ["kept \(path)"])
    }

    @Test("says why it cannot be written")
    func unwritable() throws {
        try person.write("", to: "state")
        let history = History(path: path)
        let error = #expect(throws: ShellError.self) { try history.add("unwritable \(path)") }
        #expect(error?.code == "unwritable_history")
        #expect(error?.evidence.contains { $0.value == .text(path) } == true)
    }

    @Test("says that a folder in its place cannot be read")
    func folderInItsPlace() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let error = #expect(throws: ShellError.self) { try History(path: path).load() }
        #expect(error?.code == "unreadable_history")
    }

    @Test(
        "lies where the XDG specification says",
        arguments: [
            (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/refit/history"),
            (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/refit/history"),
            (["XDG_STATE_HOME": "", "HOME": "/h"], "/h/.local/state/refit/history"),
            ([:], nil),
        ] as [([String: String], String?)])
    func place(environment: [String: String], path: String?) {
        #expect(History.standardPath(environment: environment) == path)
    }
}

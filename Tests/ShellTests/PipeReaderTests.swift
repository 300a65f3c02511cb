import Foundation
import Notebook
import Shell
import Testing

@Suite("PipeReader")
struct PipeReaderTests {
    /// The lines that a reader finds in the bytes.
    private func lines(_ bytes: [UInt8]) throws -> [String] {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
        try pipe.fileHandleForWriting.close()
        let reader = PipeReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        var found: [String] = []
        while case .lines(let line) = reader.readLine(prompt: "") { found.append(line) }
        #expect(reader.readLine(prompt: "") == .endOfInput)
        return found
    }

    @Test(
        "splits at line feeds and CR LF, and keeps a last line without either",
        arguments: [
            ("", []),
            ("one", ["one"]),
            ("one\n", ["one"]),
            ("one\r\n\r\ntwo\r\n", ["one", "", "two"]),
            ("\n\n", ["", ""]),
            ("a\rb\n", ["a\rb"]),
        ])
    func splitting(text: String, expected: [String]) throws {
        #expect(try lines(Array(text.utf8)) == expected)
    }

    @Test("mends bytes that are no UTF-8")
    func invalidText() throws {
        #expect(try lines([0x61, 0xFF, 0x0A]) == ["a\u{FFFD}"])
    }

    @Test("hands a line over before the next one is there")
    func oneAtATime() throws {
        let pipe = Pipe()
        let reader = PipeReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
        try pipe.fileHandleForWriting.write(contentsOf: Data("one\ntw".utf8))
        #expect(reader.readLine(prompt: "") == .lines("one"))
        try pipe.fileHandleForWriting.write(contentsOf: Data("o\n".utf8))
        #expect(reader.readLine(prompt: "") == .lines("two"))
    }
}

import Foundation
import Testing
import Values

@Suite struct ShellWordTests {
    @Test(
        arguments: [
            "x; touch pwned #", "$(touch pwned)", "`touch pwned`", "it's", "'\u{301}; touch pwned #", "a\\b'c", "a b",
            "a\nb\t\u{1B}[31m\u{7}'\\f", "\u{9B}0a\u{202E}x", "*", "~", "!x", "", "#", "a&b|c<d>e", "映画",
        ])
    func `bash has one word, the same`(text: String) throws {
        let bash = Process()
        bash.executableURL = URL(filePath: "/bin/bash")
        bash.arguments = ["-c", "set -- \(ShellWord.quoted(text)); printf '%s:%s' $# \"$1\""]
        let output = Pipe()
        bash.standardOutput = output
        try bash.run()
        let written = output.fileHandleForReading.readDataToEndOfFile()
        bash.waitUntilExit()
        #expect(String(decoding: written, as: UTF8.self) == "1:\(text)")
        #expect(ShellWord.quoted(text).unicodeScalars.allSatisfy { $0.escape == nil })
    }

    @Test func `a plain path stays as it is, and one that looks like an option becomes none`() {
        #expect(ShellWord.quoted("experiments/movies-2.run") == "experiments/movies-2.run")
        #expect(ShellWord.quoted("--help") == "./--help")
    }
}

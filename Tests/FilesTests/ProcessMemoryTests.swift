import Files
import Foundation
import Testing

@Suite struct ProcessMemoryTests {
    /// How much of the program's code is resident, in kB.
    private static func residentCode() throws -> Int {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var (isCode, sum) = (false, 0)
        for line in try String(contentsOfFile: "/proc/self/smaps", encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 4, words[0].contains("-") {
                isCode = words[1].contains("x") && line.hasSuffix(program)
            } else if isCode, words.first == "Rss:" {
                sum += Int(words[1]) ?? 0
            }
        }
        return sum
    }

    @Test func `code that is let go of is not resident until it is used again`() throws {
        let before = try Self.residentCode()
        ProcessMemory.forgetCode()
        // Other tests come to code meanwhile, but not to most of what there was.
        #expect(try Double(Self.residentCode()) < 0.7 * Double(before))
        #expect(ProcessMemory.resident ?? 0 > 0)
    }
}

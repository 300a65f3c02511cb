import Datasets
import Foundation
import Glibc
import Testing
import Text
import Values

@Suite struct HostileFileTests {
    @Test func `a file without bytes is empty, and so is one that holds a byte order mark only`() throws {
        let scratch = try Scratch()
        for (name, contents) in [("a.csv", ""), ("b.csv", "\u{FEFF}"), ("c.jsonl", ""), ("d.csv", "\n\n")] {
            #expect(try loadError(try scratch.file(name, contents)).code == "empty_dataset", "\(name)")
        }
    }

    @Test func `a header alone has no rows`() throws {
        let scratch = try Scratch()
        #expect(try loadError(try scratch.file("a.csv", "review,sentiment\n")).code == "no_rows")
        #expect(try loadError(try scratch.file("b.csv", "review,sentiment")).code == "no_rows")
    }

    @Test func `a folder, a pipe and a missing file are refused without waiting`() throws {
        let scratch = try Scratch()
        try scratch.file("folder.csv/inside", "x")
        #expect(try loadError("\(scratch.path)/folder.csv") { $0.format = .csv }.code == "not_a_file")
        #expect(unsafe mkfifo("\(scratch.path)/pipe.csv", 0o600) == 0)
        #expect(try loadError("\(scratch.path)/pipe.csv").code == "not_a_file")
        let missing = try loadError("\(scratch.path)/missing.csv")
        #expect(missing.code == "file_system")
        #expect(missing.message.hasSuffix("No such file or directory"))
    }

    @Test func `an unknown ending is refused and --format overrides it`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("reviews.txt", "review,sentiment\na,1\n")
        let error = try loadError(path)
        #expect(error.code == "unknown_format")
        #expect(error.remedy?.contains("--format csv|tsv|jsonl|aclimdb|sqlite") == true)
        #expect(try Dataset.load(path) { $0.format = .csv }.documents == 1)
    }

    @Test func `NUL bytes are part of the text`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment\na\0b,1\n")
        #expect(try Dataset.load(path).texts() == ["a\0b"])
    }

    @Test func `UTF-16 is named, with the command that makes UTF-8 of it`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", [0xFF, 0xFE, 0x72, 0x00])
        let error = try loadError(path)
        #expect(error.code == "foreign_encoding")
        #expect(error.remedy?.contains("iconv -f UTF-16LE") == true)
    }

    @Test(arguments: [255, 4 << 10, 256 << 10, (256 << 10) + 1, 1 << 20])
    func `a long field survives whatever block border it crosses`(length: Int) throws {
        let scratch = try Scratch()
        let long = String(repeating: "é,\"\"\n", count: length / 6)
        let path = try scratch.file("a.csv", "review,sentiment\nfirst,0\n\"\(long)\",1\r\nlast,0\r\n")
        let texts = try Dataset.load(path).texts()
        #expect(texts == ["first", long.replacingOccurrences(of: "\"\"", with: "\""), "last"])
    }

    @Test func `a quote that is never closed in a large file ends at the limit of a row, with its place`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment\na,1\n\"")
        // A hole: the file has 80 MiB, the disk a block.
        #expect(unsafe truncate(path, 80 << 20) == 0)
        guard case .rowTooLong(let place, let limit) = try loadError(path) else {
            Issue.record("another error")
            return
        }
        #expect(place == RowPlace(path: path, row: 2, byteOffset: 21))
        #expect(limit == 64 << 20)
    }

    @Test func `bytes that are no text: strict names the byte, ignore drops it, replace marks it`() throws {
        let scratch = try Scratch()
        let bytes = Array("review,sentiment\nok,1\n\"a\"\"b".utf8) + [0xFF] + Array("c\",0\n".utf8)
        let path = try scratch.file("a.csv", bytes)
        guard case .undecodable(let place, _) = try loadError(path) else {
            Issue.record("another error")
            return
        }
        #expect(place == RowPlace(path: path, row: 2, byteOffset: 27))
        #expect(bytes[27] == 0xFF)
        #expect(try Dataset.load(path) { $0.decodeError = .ignore }.texts() == ["ok", "a\"bc"])
        #expect(try Dataset.load(path) { $0.decodeError = .replace }.texts() == ["ok", "a\"b\u{FFFD}c"])
        #expect(try Dataset.load(path) { $0.encoding = .latin1 }.texts() == ["ok", "a\"bÿc"])
    }
}

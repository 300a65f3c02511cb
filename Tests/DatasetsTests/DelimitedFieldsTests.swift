import CText
import Files
import Testing
import Text

@testable import Datasets

/// Records must be the same wherever blocks of the file end, with all instructions, and so must be what is wrong with them.
@Suite struct DelimitedFieldsTests {
    /// What a file holds: the contents of the fields of each record and where it begins, and what ends the reading early.
    private struct Outcome: Equatable {
        var records: [[[UInt8]]] = []
        var offsets: [Int] = []
        var fault: RowPlace?
        var actual: String?

        mutating func append(_ fields: inout DelimitedFields) {
            offsets.append(fields.window.offset)
            var record: [[UInt8]] = []
            for index in 0..<fields.count {
                let contents = fields.withContents(of: index) { bytes in bytes.indices.map { bytes[$0] } }
                #expect(fields.field(index).isASCII == contents.allSatisfy { $0 < 0x80 })
                record.append(contents)
            }
            records.append(record)
        }
    }

    private static let instructions = [text_instructions_portable, text_instructions_sse2, text_instructions_avx512]
        .filter { $0.rawValue <= text_best_instructions().rawValue }

    private static func read(
        _ path: String, blockSize: Int, hashing: Bool, _ instructions: text_instructions
    ) throws -> (outcome: Outcome, digest: String) {
        let window = try ByteWindow(path: path, hashing: hashing, blockSize: blockSize)
        var fields = DelimitedFields(window, delimiter: 0x2C, instructions: instructions)
        var outcome = Outcome()
        do throws(DatasetError) {
            while try fields.next() { outcome.append(&fields) }
        } catch {
            guard case .malformed(let place, _, let actual) = error else { throw error }
            (outcome.fault, outcome.actual) = (place, actual)
        }
        return (outcome, fields.window.finishDigest())
    }

    /// The same by one look at each byte.
    private static func expected(_ bytes: [UInt8], path: String) -> Outcome {
        var outcome = Outcome()
        var position = 0
        func byte(_ position: Int) -> UInt8? { position < bytes.count ? bytes[position] : nil }
        func isLineEnd(_ byte: UInt8?) -> Bool { byte == 0x0A || byte == 0x0D }
        while true {
            while isLineEnd(byte(position)) { position += 1 }
            guard position < bytes.count else { return outcome }
            let start = position
            var record: [[UInt8]] = []
            repeat {
                var contents: [UInt8] = []
                func fault(at place: Int, _ actual: String) {
                    outcome.fault = RowPlace(path: path, row: outcome.records.count + 1, byteOffset: place)
                    outcome.actual = actual
                }
                if !record.isEmpty { position += 1 }
                let isQuoted = byte(position) == 0x22
                if isQuoted {
                    let opening = position
                    position += 1
                    while byte(position) != 0x22 || byte(position + 1) == 0x22 {
                        guard let next = byte(position) else {
                            fault(at: opening, "the end of the file")
                            return outcome
                        }
                        contents.append(next)
                        position += next == 0x22 ? 2 : 1
                    }
                    position += 1
                } else {
                    while let next = byte(position), next != 0x2C, next != 0x22, !isLineEnd(next) {
                        contents.append(next)
                        position += 1
                    }
                }
                record.append(contents)
                if let next = byte(position), next != 0x2C, !isLineEnd(next) {
                    fault(
                        at: position,
                        isQuoted
                            ? "another character after field \(record.count)" : "a quote inside field \(record.count)")
                    return outcome
                }
            } while byte(position) == 0x2C
            outcome.offsets.append(start)
            outcome.records.append(record)
        }
    }

    private static func expectSame(_ bytes: [UInt8], blockSizes: [Int]) throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", bytes)
        let expected = expected(bytes, path: path)
        for blockSize in blockSizes {
            for instructions in instructions {
                for hashing in [false, true] {
                    let (outcome, digest) = try read(path, blockSize: blockSize, hashing: hashing, instructions)
                    #expect(outcome == expected, "blocks of \(blockSize): \(bytes)")
                    // Bytes behind a fault need not have been read.
                    if hashing, expected.fault == nil {
                        var hasher = SHA256Hasher()
                        unsafe hasher.update(bytes.span.bytes)
                        let whole = hasher.finishHex()
                        #expect(digest == whole)
                    }
                }
            }
        }
    }

    @Test func `a record is the same wherever a block ends in it`() throws {
        let text = String(repeating: "a film, \"\"good\"\" and é\r\n\0", count: 5)
        let file = "plain,\"\(text)\",1\r\n\n\"\"\"\",\"\"\r\"\(text)\"\"\",é\n\r\nlast,\"\(text)\""
        try Self.expectSame(Array(file.utf8), blockSizes: Array(1...300))
    }

    @Test func `a file that is cut anywhere has the same fault with blocks of every size`() throws {
        let file = Array("ab,\"c\"\"é\r\n\",\n\"\"\"\"\"\",d\r\"e\"\r\n".utf8)
        for count in 0...file.count {
            try Self.expectSame(Array(file[..<count]), blockSizes: [1, 2, 3, 5, 8, 64])
            // One byte too many at every place.
            for other in Array("\",x\n\r".utf8) + [0, 0xFF] {
                try Self.expectSame(file[..<count] + [other] + file[count...], blockSizes: [1, 4, 64])
            }
        }
    }

    @Test func `files of few different bytes`() throws {
        var random = SystemRandomNumberGenerator()
        let bytes = Array("aaaa\"\"\"\"\"\",,\n\r".utf8) + [0, 0xC3, 0xFF]
        for count in 0..<400 {
            let file = (0..<count % 140).map { _ in bytes.randomElement(using: &random) ?? 0 }
            try Self.expectSame(file, blockSizes: [1, 7, 63, 64, 65, 4096])
        }
    }

    /// Reads a file to its end, as `load` and as learning does, and expects an error at a byte.
    private static func expectUndecodable(_ path: String, row: Int, byteOffset: Int) throws {
        for isChecking in [true, false] {
            let reader = try DelimitedReader(DatasetSource(path: path), delimiter: 0x2C, hashing: isChecking)
            let error = try #require(throws: DatasetError.self) {
                while try (isChecking ? reader.nextChecked() : reader.next()) != nil {}
            }
            guard case .undecodable(let place, .invalidText(_, _, let byte)) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(place == RowPlace(path: path, row: row, byteOffset: byteOffset))
            #expect(byte == (try Bytes.of(path))[byteOffset])
        }
    }

    @Test(arguments: ["", "\"\"", "é\"\"", "é"]) func `a byte that is no text is named at every place of a field`(
        before: String
    ) throws {
        let scratch = try Scratch()
        let start = Array("review,sentiment\nfine,1\n\"\(before)".utf8)
        for place in 0..<140 {
            for bad in [[0xFF], [0x80], [0xE2, 0x82], [0xC3]] as [[UInt8]] {
                var text = [UInt8](repeating: 0x61, count: 140)
                text.replaceSubrange(place..<place, with: bad)
                let path = try scratch.file("a.csv", start + text + Array("\",0\n".utf8))
                try Self.expectUndecodable(path, row: 2, byteOffset: start.count + place)
            }
        }
    }

    @Test func `a byte that is no text is named on both sides of a block's end`() throws {
        let scratch = try Scratch()
        let block = ByteWindow.defaultBlockSize
        let start = Array("review,sentiment\nfine,1\n\"\"\"".utf8)
        let text = start + [UInt8](repeating: 0x61, count: 2 * block) + Array("\",0\n".utf8)
        for place in [block - 65, block - 2, block - 1, block, block + 1, block + 64, 2 * block - 1, 2 * block] {
            var bytes = text
            bytes[place] = 0xC3
            try Self.expectUndecodable(try scratch.file("a.csv", bytes), row: 2, byteOffset: place)
            // The two bytes of a character on two sides are text.
            bytes[place + 1] = 0xA9
            #expect(try Dataset.load(try scratch.file("a.csv", bytes)).documents == 2)
        }
    }

    @Test(arguments: [1000, 1024, 1030, 4096]) func `a record is too long by its length alone, wherever blocks end`(
        blockSize: Int
    ) throws {
        let scratch = try Scratch()
        func isRead(_ length: Int, as quoted: Bool, end: String) throws -> Bool {
            let field = String(repeating: "x", count: length - end.utf8.count - (quoted ? 2 : 0))
            let path = try scratch.file("a.csv", (quoted ? "\"\(field)\"" : field) + end)
            let window = try ByteWindow(path: path, blockSize: blockSize, recordLimit: 5000)
            var fields = DelimitedFields(window, delimiter: 0x2C)
            do throws(DatasetError) {
                return try fields.next()
            } catch .rowTooLong(let place, let limit) {
                #expect(limit == 5000 && place.row == 1)
                return false
            }
        }
        for end in ["", "\n", "\r\n"] {
            for quoted in [false, true] {
                #expect(try isRead(5000, as: quoted, end: end), "\(quoted) \(end.utf8.count)")
                #expect(try !isRead(5001, as: quoted, end: end), "\(quoted) \(end.utf8.count)")
            }
        }
    }

    @Test func `a row of nothing but separators is refused before it takes memory`() throws {
        let scratch = try Scratch()
        for count in [DelimitedFields.mostFields, DelimitedFields.mostFields + 1] {
            let path = try scratch.file("a.csv", String(repeating: ",", count: count - 1) + "\n")
            var fields = DelimitedFields(try ByteWindow(path: path), delimiter: 0x2C)
            do throws(DatasetError) {
                #expect(try fields.next())
                #expect(fields.count == count && count == DelimitedFields.mostFields)
            } catch .malformed(let place, let expected, _) {
                #expect(count > DelimitedFields.mostFields)
                #expect(place.byteOffset == DelimitedFields.mostFields && expected.contains("65536"))
            }
        }
    }
}

import Features
import Files
import Foundation
import Testing
import Text
import Values

@Suite("Rows are scikit-learn's, to the bit")
struct HashingVectorizerTests {
    private struct GoldenFile: Decodable {
        let documents: [String]
        let cases: [Case]
    }

    private struct Case: Decodable {
        let settings: [String: Setting]
        let digests: String
        let rows: [String?]?
    }

    /// A setting in JSON.
    private enum Setting: Decodable {
        case value(ParameterValue)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .value(.none)
            } else if let value = try? container.decode(Bool.self) {
                self = .value(.bool(value))
            } else if let value = try? container.decode(Int64.self) {
                self = .value(.integer(value))
            } else if let value = try? container.decode([Int64].self) {
                self = .value(.list(value.map { .integer($0) }))
            } else if let value = try? container.decode([String].self) {
                self = .value(.list(value.map { .text($0) }))
            } else {
                self = .value(.text(try container.decode(String.self)))
            }
        }
    }

    private func settings(_ given: [String: Setting]) throws -> HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        for (name, setting) in given {
            guard case .value(let value) = setting else { continue }
            #expect(try settings.set(name, to: value))
        }
        return settings
    }

    private func batch(_ texts: [String], _ settings: HashingVectorizerSettings) throws -> SparseBatch {
        var vectorizer = try HashingVectorizer(settings)
        var batch = SparseBatch(nFeatures: settings.nFeatures)
        vectorizer.transform(texts, into: &batch)
        return batch
    }

    private func digest(ofRow row: Int, of batch: SparseBatch) -> String {
        var hasher = SHA256Hasher()
        let entries = batch.entries(ofRow: row)
        unsafe hasher.update(batch.columns.span.extracting(entries).bytes)
        unsafe hasher.update(batch.values(ofRow: row).span.bytes)
        return hasher.finish().prefix(4).map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }

    private func rows(_ texts: [String], _ settings: HashingVectorizerSettings) throws -> [String] {
        let batch = try batch(texts, settings)
        return (0..<batch.rowCount).map { row in
            zip(batch.columns[batch.entries(ofRow: row)], batch.values(ofRow: row)).map { column, value in
                let bits = String(value.bitPattern, radix: 16)
                return "\(column):\(String(repeating: "0", count: 16 - bits.count))\(bits)"
            }.joined(separator: " ")
        }
    }

    @Test("every combination of settings over every nasty document of the golden file")
    func golden() throws {
        let file = try JSONDecoder().decode(GoldenFile.self, from: Golden.data("vectorizer.json"))
        #expect(file.cases.count >= 300)
        for item in file.cases {
            let settings = try settings(item.settings)
            if let expected = item.rows {
                for (row, expected) in zip(try rows(file.documents, settings), expected) where expected != nil {
                    #expect(row == expected)
                }
            }
            let batch = try batch(file.documents, settings)
            let digests = (0..<batch.rowCount).map { digest(ofRow: $0, of: batch) }.joined(separator: " ")
            #expect(digests == item.digests, "\(item.settings)")
        }
    }

    @Test("the specification's columns")
    func columns() throws {
        let expected = [
            ("", 0, 0), ("a", 354_738, 81_823), ("the", 286_878, 745_562), ("great movie", 511_693, 93_059),
            ("café", 790_280, 816_817), ("日本", 394_942, 344_862),
        ]
        var settings = HashingVectorizerSettings()
        let even = try HashingVectorizer(settings)
        settings.nFeatures = 1_000_003
        let odd = try HashingVectorizer(settings)
        for (gram, evenColumn, oddColumn) in expected {
            #expect(even.column(of: gram).column == evenColumn)
            #expect(odd.column(of: gram).column == oddColumn)
        }
        #expect(even.column(of: "the").sign == -1)
    }

    @Test("grams that cancel leave a stored 0, which binary makes 1")
    func cancelled() throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1
        settings.norm = nil
        // "the" counts as −1, "great" as 1.
        #expect(try rows(["the great", ""], settings) == ["0:0000000000000000", ""])
        settings.norm = .l2
        #expect(try rows(["the great"], settings) == ["0:0000000000000000"])
        settings.binary = true
        #expect(try rows(["the great"], settings) == ["0:3ff0000000000000"])
    }

    @Test("rows do not depend on the texts before them")
    func independentRows() throws {
        let texts = ["one two two", "", String(repeating: "many words here ", count: 200), "one two two"]
        let together = try rows(texts, HashingVectorizerSettings())
        #expect(together == (try texts.flatMap { try rows([$0], HashingVectorizerSettings()) }))
    }

    @Test("the explanation names every gram of a column with its count and sign")
    func explanation() throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1
        settings.norm = nil
        var vectorizer = try HashingVectorizer(settings)
        let columns = vectorizer.explain("great the great")
        #expect(columns.map(\.column) == [0])
        #expect(columns.map(\.value) == [1])
        #expect(columns[0].grams.map(\.text) == ["great", "the"])
        #expect(columns[0].grams.map(\.count) == [2, 1])
        #expect(columns[0].grams.map(\.sign) == [1, -1])
        #expect(columns[0].isCollision)
    }

    @Test("the explanation's columns are those of the row")
    func explainedColumns() throws {
        var vectorizer = try HashingVectorizer(HashingVectorizerSettings())
        let text = "Café cafe\u{301} one two three two"
        var batch = SparseBatch(nFeatures: 1 << 20)
        vectorizer.transform(text, into: &batch)
        let columns = vectorizer.explain(text)
        #expect(columns.map { Int32($0.column) } == batch.columns)
        #expect(columns.map(\.value) == batch.values)
        #expect(columns.allSatisfy { !$0.grams.isEmpty })
    }
}

import CFeatures
import Testing

@testable import Features

@Suite("RowValues")
struct RowValuesTests {
    private func values(_ rows: [[Double]]) -> RowValues {
        var values = RowValues()
        for row in rows { values.append(row.span) }
        return values
    }

    private func rows(of values: RowValues, counts: [Int]) -> [[UInt64]] {
        var scratch: [Double] = []
        var start = 0
        return counts.enumerated().map { row, count in
            defer { start += count }
            return values.withRow(row, entries: start..<start + count, scratch: &scratch) { values in
                values.indices.map { values[$0].bitPattern }
            }
        }
    }

    private func areSmall(_ numbers: [Int32]) -> Bool { RowValues.areSmall(numbers.span) }

    @Test("rows come back to the last bit, whatever their values", arguments: [0, 1, 2, 255, 256, 257, 300])
    func comesBack(different: Int) {
        let many = (0..<different).map { Double($0 - 100) / 7 }
        let written: [[Double]] = [[], many, [.nan, -0.0, 0, .infinity, 0], many + many, many.reversed(), [1]]
        let values = values(written)
        #expect(rows(of: values, counts: written.map(\.count)) == written.map { $0.map(\.bitPattern) })
        #expect(!values.areFinite)
    }

    @Test("each code becomes its value, and nothing is written behind the last", arguments: everyInstructions)
    func decodes(_ instructions: features_instructions) throws {
        for different in [1, 2, 7, 8, 9, 15, 16, 17, 256] {
            let kept = (0..<different).map { $0 == 1 ? -0.0 : Double($0 - 5) / 7 }
            for count in Array(0...33) + [300] {
                let codes = (0..<count).map { UInt8($0 * 37 % different) }
                var values = [Double](repeating: 9, count: count + 8)
                RowValues.decode(codes.span, kept.span, into: &values, instructions: instructions)
                let expected = codes.map { kept[Int($0)] } + [Double](repeating: 9, count: 8)
                #expect(values.map(\.bitPattern) == expected.map(\.bitPattern), "\(different) values, \(count) codes")
            }
        }
    }

    @Test("sums over a norm are the row of their values", arguments: [1.0, 3.7, 1e-300])
    func sums(divisor: Double) {
        let numbers: [Int32] = [1, 1, -127, 2, 128, 1, 0, -1, 127, 2]
        #expect(areSmall(numbers) && !areSmall([1, 129]) && !areSmall([-128]))
        var scratch = [Int16](repeating: 3, count: 256)
        var coded = values([[5, 6]])
        coded.append(numbers.span, dividedBy: divisor, scratch: &scratch)
        #expect(coded == values([[5, 6], numbers.map { Double($0) / divisor }]))
        #expect(coded.areFinite)
    }

    @Test("some rows of other values, and none of them")
    func appends() {
        let many = (0..<400).map { Double($0) / 3 }
        let written: [[Double]] = [[1, 2, 1], [], many, [0.5, 0.5], [7]]
        let other = values(written)
        for first in 0...written.count {
            for end in first...written.count {
                var appended = values([[9, 8, 9]])
                let start = written[..<first].joined().count
                let entries = start..<start + written[first..<end].joined().count
                appended.append(first..<end, entries: entries, of: other)
                #expect(appended == values([[9, 8, 9]] + written[first..<end]))
            }
        }
    }

    @Test("a text that has a word more than 128 times, and one with many counts")
    func longTexts() throws {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = 1 << 18
        settings.alternateSign = false
        settings.norm = nil
        var vectorizer = try HashingVectorizer(settings)
        var batch = SparseBatch(nFeatures: settings.nFeatures)
        let words = (1...300).flatMap { number in repeatElement("word\(number)", count: number) }
        let texts = [Array(repeating: "again", count: 129).joined(separator: " "), words.joined(separator: " ")]
        for text in texts { vectorizer.transform(text, into: &batch) }
        #expect(batch.values(ofRow: 0) == [129])
        #expect(batch.values(ofRow: 1).sorted() == (1...300).map(Double.init))
    }
}

import Datasets
import Notebook
import Testing
import Values

@Suite struct ArgumentTypesTests {
    @Test(arguments: [
        (":", RowRange()), (":3000", RowRange(stop: 3000)), ("-500:", RowRange(start: -500)),
        ("2^4:10_000", RowRange(start: 16, stop: 10000)), ("1:-1", RowRange(start: 1, stop: -1)),
    ])
    func `a slice is Python's`(text: String, range: RowRange) {
        #expect(RowRange(argument: text) == range)
    }

    @Test(arguments: ["5", "", "a:b", "1:2:3", "--5:", "-9223372036854775808:", "1.5:"])
    func `what is no slice is refused`(text: String) {
        #expect(RowRange(argument: text) == nil)
    }

    @Test(arguments: ["0,1", "[0, 1]", "(0, 1)", "np.array([0, 1])"])
    func `labels may be listed as Python lists them`(text: String) {
        #expect(LabelsArgument(argument: text)?.labels == [.integer(0), .integer(1)])
    }

    @Test func `labels take the kind that the classes have`() {
        #expect(Label.integer(1).spelled(like: [.text("1"), .text("pos")]) == .text("1"))
        #expect(Label.text("1.0").spelled(like: [.integer(0), .integer(1)]) == .integer(1))
        #expect(Label.text("pos").spelled(like: [.integer(0)]) == .text("pos"))
    }
}

import Testing
import Values

@Suite struct NumeralsTests {
    @Test(arguments: [(0.5, "+0.5"), (-0.5, "-0.5"), (0.04, "0.0"), (-0.04, "0.0"), (0, "0.0"), (1234.56, "+1234.6")])
    func `a sign stands before what is not 0 once it is rounded`(value: Double, text: String) {
        #expect(Numerals.signed(value, places: 1) == text)
    }

    @Test(arguments: [
        ([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and d"), (["a", "b", "c", "d", "e"], "a, b and 3 others"),
        (["a, x=1", "b", "c"], "a, x=1; b and c"),
    ])
    func `a list of names has an end, and is short`(names: [String], text: String) {
        #expect(Numerals.listed(names) == text)
    }
}

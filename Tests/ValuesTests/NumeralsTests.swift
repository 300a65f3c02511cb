import Testing
import Values

@Suite struct NumeralsTests {
    @Test(arguments: [(0.5, "+0.5"), (-0.5, "-0.5"), (0.04, "0.0"), (-0.04, "0.0"), (0, "0.0"), (1234.56, "+1234.6")])
    func `a sign stands before what is not 0 once it is rounded`(value: Double, text: String) {
        #expect(Numerals.signed(value, places: 1) == text)
    }
}

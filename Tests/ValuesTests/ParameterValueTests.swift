import Testing
import Values

@Suite struct ParameterValueTests {
    @Test(arguments: [
        (ParameterValue.none, "None"), (.bool(true), "True"), (.integer(-3), "-3"), (.real(1e-5), "1e-05"),
        (.text("l2"), "'l2'"), (.text(#"\w+"#), #"'\\w+'"#), (.text("don't"), "\"don't\""), (.text("a\nb"), #"'a\nb'"#),
        (.list([.integer(1), .integer(2)]), "(1, 2)"),
        (
            .mapping([.init(key: .integer(0), value: .real(1)), .init(key: .text("pos"), value: .none)]),
            "{0: 1.0, 'pos': None}"
        ),
    ])
    func `a value is spelled as Python spells it`(value: ParameterValue, spelling: String) {
        #expect(value.description == spelling)
    }

    @Test func `None and the booleans are themselves as words, too`() {
        #expect(ParameterValue.none.isNone && ParameterValue.text("None").isNone && !ParameterValue.text("no").isNone)
        #expect(ParameterValue.text("True").truth == true && ParameterValue.text("false").truth == false)
        #expect(ParameterValue.bool(true).truth == true)
        #expect(ParameterValue.text("yes").truth == nil && ParameterValue.integer(1).truth == nil)
    }
}

import Notebook
import Testing
import Values

@Suite struct PythonLiteralTests {
    @Test(arguments: [
        ("None", ParameterValue.none), ("none", .none), ("True", .bool(true)), ("false", .bool(false)),
        ("20", .integer(20)), ("10_000", .integer(10000)), ("2**21", .integer(1 << 21)), ("2^21", .integer(1 << 21)),
        ("-1", .integer(-1)), ("1e-4", .real(0.0001)), (".5", .real(0.5)), ("-inf", .real(-.infinity)),
        ("l2", .text("l2")), ("'l2'", .text("l2")), (#"r'\w+'"#, .text(#"\w+"#)), (#"'\\w+'"#, .text(#"\w+"#)),
        ("1,2", .list([.integer(1), .integer(2)])), ("(1, 2)", .list([.integer(1), .integer(2)])),
        ("[1, 2,]", .list([.integer(1), .integer(2)])), ("a,b", .text("a,b")), ("2**99", .text("2**99")),
        ("1__0", .text("1__0")), ("", .text("")),
        (
            "{1: 2.5, 0: 1}",
            .mapping([.init(key: .integer(0), value: .integer(1)), .init(key: .integer(1), value: .real(2.5))])
        ),
        ("(((((((((1)))))))))", .text("(((((((((1)))))))))")),
    ])
    func `a spelling means its value`(text: String, value: ParameterValue) {
        #expect(PythonLiteral.value(of: text) == value)
    }
}

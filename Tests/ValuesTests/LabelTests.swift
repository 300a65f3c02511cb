import Testing
import Values

@Suite struct LabelTests {
    @Test func `texts are told apart by their scalars, as NumPy does`() {
        let composed = Label.text("\u{E9}")
        let decomposed = Label.text("e\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
    }

    @Test func `integers come in the order of their values, texts in that of their scalars`() {
        let labels: [Label] = [.text("b"), .integer(10), .text("Z"), .integer(-2), .text("aa"), .text("a")]
        #expect(labels.sorted().map(\.description) == ["-2", "10", "Z", "a", "aa", "b"])
    }
}

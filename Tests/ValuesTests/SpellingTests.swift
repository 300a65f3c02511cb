import Testing
import Values

@Suite struct SpellingTests {
    private let commands = ["load", "fit", "score", "classifier", "partial-fit", "update"]

    @Test(arguments: [
        ("laod", "load"), ("Score", "score"), ("classifer", "classifier"), ("partialfit", "partial-fit"),
        ("cla", "classifier"),
    ])
    func `a slip of the fingers finds the word that was meant`(typed: String, meant: String) {
        #expect(Spelling.nearest(to: typed, among: commands) == meant)
    }

    @Test(arguments: ["GridSearchCV", "zzz", "", "cl"])
    func `a word that is like none finds none`(typed: String) {
        #expect(Spelling.nearest(to: typed, among: commands) == nil)
    }
}

import Foundation
import Testing

@Suite("The Tab key in the built binary", .serialized, .timeLimit(.minutes(10)))
struct CompletionTests {
    private let person: Person

    init() throws {
        person = try Person()
    }

    @Test(
        "completes commands, options, setting values and files, with a space where the word is complete",
        arguments: [
            ("dat", "datasets !"),
            ("fit reviews --batch", "fit reviews --batch-size !"),
            ("classifier --loss log", "classifier --loss log_loss !"),
            ("feedback import r --order dr", "feedback import r --order drift:0.1,0.9 !"),
            ("plot diff", "plot differences !"),
            ("compare vectorizers r --tokenizer por", "compare vectorizers r --tokenizer porter !"),
            ("compare vectorizers r --tokenizer default por", "compare vectorizers r --tokenizer default porter !"),
            ("compare batches --strategies fetcho", "compare batches --strategies fetchone !"),
            ("compare batches --strategies fetchone fetcha", "compare batches --strategies fetchone fetchall !"),
            ("compare batches --replicate dr", "compare batches --replicate draw !"),
            ("compare batches --vary learn", "compare batches --vary learning_rate=!"),
            ("compare batches --vary max", "compare batches --vary max!"),
            ("compare batches --vary penalty=l1,el", "compare batches --vary penalty=l1,elasticnet!"),
            ("predict --da", "predict --dataset !"),
            ("predict --dataset reviews.csv --to rev", "predict --dataset reviews.csv --to reviews.csv !"),
            ("help compare ba", "help compare batches !"),
            ("help partial-f", "help partial-fit !"),
            ("load rev", "load reviews.csv !"),
            ("load ./hom", "load ./home/!"),
        ])
    func completes(typed: String, completed: String) throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send(typed + Key.tab + "!")
        try terminal.waitForLine("[1]: \(completed)")
    }

    @Test("completes the names of datasets")
    func datasets() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.enter("load reviews.csv --as movies")
        try terminal.waitForPrompt(2)
        terminal.send("score mov" + Key.tab + "!")
        try terminal.waitForLine("[2]: score movies !")
        terminal.send(Key.controlC)
        try terminal.waitForPrompt(2)
        terminal.send("compare batches --test mov" + Key.tab + "--base mov" + Key.tab + "!")
        try terminal.waitForLine("[2]: compare batches --test movies --base movies !")
        terminal.send(Key.controlC)
        try terminal.waitForPrompt(2)
        terminal.send("predict --dataset mov" + Key.tab + "!")
        try terminal.waitForLine("[2]: predict --dataset movies !")
    }

    @Test("lists what fits when Tab is pressed twice")
    func list() throws {
        let terminal = try person.open()
        try terminal.waitForPrompt(1)
        terminal.send("s" + Key.tab + Key.tab)
        try terminal.wait(for: "score")
        try terminal.wait(for: "show")
        try terminal.waitForLine("[1]: s")
    }
}

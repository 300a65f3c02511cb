import Foundation
import Testing

/// What threads do together is what one does alone.
@Suite struct ThreadsTests {
    private static let script = """
        sample s.csv --documents 1500
        load s.csv --as s
        classifier random_state=1 average=200
        fit s --rows :800 --batch-size 130 --epochs 2
        score s --rows 800:
        feedback open f.sqlite --create
        feedback import s --rows 800:1100
        update
        export m.safetensors
        """

    @Test func `models and scores are the same for any number of threads`() throws {
        let outputs = try ["1", "2", "8", "nonsense"].map { threads in
            let person = try Person()
            person.environment["REFIT_THREADS"] = threads
            let finished = try person.run(["run", "-"], input: Self.script)
            #expect(finished.status == 0, "\(finished.diagnostics)")
            return finished.output
        }
        #expect(outputs[0].contains("accuracy 0.") && outputs[0].contains("m.safetensors"))
        #expect(Set(outputs).count == 1, "\(outputs)")
    }

    @Test func `an error of the data comes when what stands before it was learned`() throws {
        let person = try Person()
        let good = (0..<700).map { "a film of number \($0),\($0 % 2)\n" }.joined()
        try person.write("review,sentiment\n" + good, to: "r.csv")
        #expect(try person.run(["-c", "load r.csv --as r; fit r --batch-size 50"]).status == 0)
        let changed = try person.run(
            ["run", "-"], input: "load r.csv --as r\nfit r --rows :100\nfit r --classes 0 7\nscore r\n")
        #expect(changed.status == 1)
        #expect(
            changed.diagnostics.contains("document 2 ") || changed.diagnostics.contains("label 1"),
            "\(changed.diagnostics)")
    }
}

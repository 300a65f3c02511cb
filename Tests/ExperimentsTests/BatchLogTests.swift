import Values
import Experiments
import Testing

@Suite struct BatchLogTests {
    private func log(_ count: Int) -> [BatchFigures] {
        var log = BatchLog()
        for batch in stride(from: 1, through: count, by: 1) {
            log.add(BatchFigures(cell: 1, batch: batch, documents: batch * 10))
        }
        return log.figures
    }

    @Test(arguments: [0, 1, 2, BatchLog.most - 1, BatchLog.most])
    func `every batch is kept while they are few`(count: Int) {
        #expect(log(count).map(\.batch) == Array(1..<(count + 1)))
    }

    @Test(arguments: [BatchLog.most + 1, BatchLog.most * 2 + 1, 100_000, 1_000_003])
    func `of many batches some are kept, evenly, and the last`(count: Int) {
        let kept = log(count).map(\.batch)
        #expect(kept.count <= BatchLog.most + 1)
        #expect(kept.count > BatchLog.most / 4)
        #expect(kept.last == count)
        let steps = Set(zip(kept.dropFirst(), kept).map { $0 - $1 }.dropLast())
        #expect(steps.count == 1, "steps of \(steps)")
    }
}

@Suite struct TolerancesTests {
    @Test(arguments: [
        ("accuracy", 0.5, 0.5, Verdict.identical), ("accuracy", 0.5, 0.5 + 1e-10, .withinTolerance),
        ("accuracy", 0.5, 0.5 + 1e-8, .differs), ("classes[0].f1", 0.5, 0.5 + 1e-4, .withinTolerance),
        ("classes[0].recall", 0.5, 0.5 + 1e-4, .differs),
    ])
    func `a number may be off by its tolerance`(key: String, expected: Double, actual: Double, verdict: Verdict) {
        var tolerances = Tolerances()
        tolerances.named["f1"] = 1e-3
        #expect(tolerances.verdict(of: key, expected: .real(expected), actual: .real(actual)) == verdict)
    }

    @Test func `counts, digests and what is not known are exact`() {
        var tolerances = Tolerances()
        tolerances.standard = 1000
        #expect(tolerances.verdict(of: "documents", expected: 3, actual: 4) == .differs)
        #expect(tolerances.verdict(of: "model_digest", expected: "a", actual: "b") == .differs)
        #expect(tolerances.verdict(of: "log_loss", expected: .null, actual: .real(0)) == .differs)
        #expect(tolerances.verdict(of: "log_loss", expected: .null, actual: .null) == .identical)
        #expect(tolerances.verdict(of: "t", expected: .real(3), actual: 3) == .identical)
    }

    @Test func `a tolerance can be narrowed and not widened`() {
        var tolerances = Tolerances()
        tolerances.named["f1"] = 1e-3
        var asked = Tolerances.Tightening()
        asked.standard = 1e-6
        asked.named["f1"] = 1
        asked.named["accuracy"] = 0
        let tightened = tolerances.tightened(by: asked)
        #expect(tightened.tolerance(of: "classes[1].f1") == 1e-3)
        #expect(tightened.tolerance(of: "t") == Tolerances.usual)
        #expect(tightened.tolerance(of: "log_loss") == Tolerances.usual)
        #expect(tightened.tolerance(of: "accuracy") == 0)
    }

    @Test func `a tolerance asked for by a figure's last name narrows every figure of that name`() {
        var recorded = Tolerances()
        recorded.named = ["classes[0].f1": 0.5, "f1": 0.25, "accuracy": 0.1]
        var asked = Tolerances.Tightening()
        asked.named = ["f1": 0]
        let tightened = recorded.tightened(by: asked)
        #expect(tightened.tolerance(of: "classes[0].f1") == 0)
        #expect(tightened.tolerance(of: "classes[1].f1") == 0)
        #expect(tightened.tolerance(of: "accuracy") == 0.1)
    }
}

import Features
import Learning
import Testing
import Training
import Values

struct ExplanationTests {
    private static let text = "great fun film great no dull plot, seven samurai and a wooden horse"

    @Test(arguments: [[.integer(0), .integer(1)], [.text("a"), .text("b"), .text("c")]] as [[Label]], [4, 1 << 10])
    func `contributions and intercept add up to the margin to the last bit`(classes: [Label], nFeatures: Int) throws {
        var model = try Sample.model(classes: classes, nFeatures: nFeatures)
        try model.partialFit(Sample.documents(120, classes: classes))
        let explanation = try model.explain(Self.text)
        let margins = model.classifier.decisionFunction(model.rows(of: [Self.text]))
        #expect(explanation.problems.count == margins.count)
        for (index, problem) in explanation.problems.enumerated() {
            let sum = explanation.columns.reduce(0) { $0 + $1.effects[index].contribution }
            #expect((sum + problem.intercept).bitPattern == margins[index].bitPattern)
            #expect(problem.margin == margins[index])
            let shares = explanation.columns.compactMap { $0.effects[index].share }.reduce(0, +)
            #expect(abs(shares + problem.intercept / problem.margin - 1) < 1e-9)
        }
        #expect(explanation.problems.map(\.label) == (classes.count == 2 ? [classes[1]] : classes))
        #expect(explanation.prediction == (try model.predict(Self.text)))
    }

    @Test func `every word of the text is named with its count`() throws {
        let model = try Sample.model()
        let explanation = try model.explain(Self.text)
        var counts: [String: Int] = [:]
        for column in explanation.columns { for gram in column.grams { counts[gram.text] = gram.count } }
        #expect(counts["great"] == 2)
        #expect(counts["samurai"] == 1)
        #expect(counts.values.reduce(0, +) == 12)
        #expect(explanation.columns.map(\.column) == explanation.columns.map(\.column).sorted())
    }

    @Test func `words that share a column are said to collide`() throws {
        let model = try Sample.model(nFeatures: 2)
        let explanation = try model.explain(Self.text)
        #expect(explanation.columns.count == 2)
        #expect(explanation.collisions == explanation.columns)
        #expect(try Sample.model(nFeatures: 1 << 20).explain(Self.text).collisions.isEmpty)
    }

    @Test func `a column in which words cancel out is shown with the value 0`() throws {
        let model = try Sample.model(nFeatures: 1)
        // "the" counts as −1 and "great movie" as +1: see the vectors of the hash.
        let opposite = try #require(
            ["film", "good", "movie", "plot", "horse", "house"].first { word in
                (try? model.explain("the \(word)").cancelled.isEmpty) == false
            })
        let explanation = try model.explain("the \(opposite)")
        #expect(explanation.cancelled.count == 1)
        #expect(explanation.cancelled[0].grams.map(\.text) == ["the", opposite])
        #expect(Set(explanation.cancelled[0].grams.map(\.sign)) == [1, -1])
    }

    @Test func `without a margin there are no shares, and an empty text has no columns`() throws {
        let model = try Sample.model()
        #expect(try model.explain(Self.text).columns.allSatisfy { $0.effects[0].share == nil })
        #expect(try model.explain("").columns.isEmpty)
    }
}

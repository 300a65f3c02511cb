import Feedback
import Learning
import ModelFiles
import TestSupport
import Testing
import Training
import Values

/// How many documents of each class a model has learned, through all that makes, copies or changes one.
@Suite struct ClassCountsTests {
    static let sets: [[Label]] = [
        [.integer(0), .integer(1)], [.text("bad"), .text("good")], [.text("a"), .text("b"), .text("c")],
    ]

    private func counts(of documents: [Document], _ classes: [Label], times: Int = 1) -> [Int] {
        classes.map { label in documents.count { $0.label == label } * times }
    }

    /// Documents with twice as many of the first class as the sample's own.
    private func documents(_ count: Int, _ classes: [Label]) -> [Document] {
        Sample.documents(count, classes: classes).map { document in
            Document(text: document.text, label: document.text.count % 3 == 0 ? classes[0] : document.label)
        }
    }

    private func isOfT(_ model: TextClassifier) -> Bool {
        model.classCounts.map { Double($0.reduce(0, +)) == model.classifier.t - 1 } ?? false
    }

    @Test(arguments: sets) func `every document counts as often as it is learned`(classes: [Label]) throws {
        var model = try Sample.model(classes: classes.reversed())
        #expect(model.classCounts == classes.map { _ in 0 })
        let first = documents(95, classes)
        let summary = try model.learn(epochs: 3, batchSize: 30) { DocumentList(first) }
        #expect(model.classCounts == counts(of: first, classes, times: 3))
        #expect(model.classCounts?.reduce(0, +) == summary.documents && isOfT(model))
        let before = model
        let second = documents(31, classes)
        try model.partialFit(second)
        #expect(model.classCounts == counts(of: first + first + first + second, classes) && isOfT(model))
        #expect(before.classCounts == counts(of: first, classes, times: 3))
    }

    @Test func `a batch that is refused counts nothing`() throws {
        var model = try Sample.model()
        try model.partialFit(Sample.documents(50))
        let counts = model.classCounts
        #expect(throws: TrainingError.self) {
            try model.partialFit(Sample.documents(5) + [Document(text: "film", label: .integer(2))])
        }
        #expect(model.classCounts == counts && isOfT(model))
    }

    @Test(arguments: sets, [false, true])
    func `a whole set counts once an epoch, and from the beginning`(classes: [Label], runsOut: Bool) throws {
        var model = try Sample.model(classes: classes) { settings in
            if runsOut { (settings.maxIter, settings.tol) = (3, nil) }
        }
        try model.partialFit(documents(40, classes))
        let whole = documents(300, classes)
        _ = try model.fitWholeSet { DocumentList(whole) }
        #expect(model.classifier.epochs > 1)
        #expect(model.classCounts == counts(of: whole, classes, times: model.classifier.epochs) && isOfT(model))
    }

    @Test func `a whole set with fewer labels has fewer counts`() throws {
        let classes = Self.sets[2]
        var model = try Sample.model(classes: classes)
        let whole = documents(300, classes).filter { $0.label != classes[1] }
        _ = try model.fitWholeSet { DocumentList(whole) }
        #expect(model.classes == [classes[0], classes[2]])
        #expect(
            model.classCounts == counts(of: whole, model.classes, times: model.classifier.epochs) && isOfT(model))
    }

    @Test func `other settings leave the counts`() throws {
        var model = try Sample.model()
        try model.partialFit(Sample.documents(50))
        var settings = model.classifier.settings
        settings.randomState = 7
        let other = try model.with(settings)
        #expect(other.classCounts == model.classCounts && isOfT(other))
    }

    @Test(arguments: FetchStrategy.allCases)
    func `feedback counts when it is applied, and once more when it is applied again`(fetch: FetchStrategy) throws {
        let database = try FeedbackDatabase()
        let feedback = documents(70, Self.sets[0])
        try database.store.add(contentsOf: feedback)
        try database.run("INSERT INTO review_db VALUES (NULL, 1, NULL)")
        var model = try Sample.model()
        let known = documents(50, Self.sets[0])
        try model.partialFit(known)
        var update = Update()
        (update.fetch, update.batchSize, update.badRows, update.dryRun) = (fetch, 30, .skip, true)
        _ = try update.run(on: &model, from: try database.store)
        #expect(model.classCounts == counts(of: known, model.classes))
        update.dryRun = false
        for _ in 0..<2 { _ = try update.run(on: &model, from: try database.store) }
        #expect(model.classCounts == counts(of: known + feedback, model.classes))
        update.again = true
        var learner = ProgressiveLearner(model)
        _ = try update.run(on: &learner, from: try database.store)
        #expect(learner.model.classCounts == counts(of: known + feedback + feedback, model.classes))
        #expect(isOfT(learner.model))
    }

    @Test(arguments: ["model.safetensors", "model.pkl", "model.skops"], sets)
    func `they are saved with the weights, and counted on`(name: String, classes: [Label]) throws {
        let folder = try TemporaryFolder()
        let path = folder.file(name)
        let all = documents(120, classes)
        var model = try Sample.model(classes: classes)
        for start in stride(from: 0, to: 120, by: 30) {
            try model.save(to: path, writtenBy: Sample.program)
            model = try TextClassifier(opening: path)
            try model.partialFit(Array(all[start..<start + 30]))
        }
        #expect(model.classCounts == counts(of: all, classes) && isOfT(model))
    }

    @Test(arguments: ["model.safetensors", "model.pkl", "model.skops"])
    func `what nobody has counted stays unknown until a whole set begins anew`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file(name)
        var counted = try Sample.model()
        try counted.partialFit(Sample.documents(50))
        var saved = counted.saved(writtenBy: Sample.program)
        saved.classCounts = nil
        try ModelFile.write(saved, to: path)
        var model = try TextClassifier(opening: path)
        #expect(model.classCounts == nil)
        #expect(model.modelDigest == counted.modelDigest)
        try model.partialFit(Sample.documents(30))
        try model.save(to: path, writtenBy: Sample.program)
        model = try TextClassifier(opening: path)
        #expect(model.classCounts == nil)
        _ = try model.fitWholeSet { DocumentList(Sample.documents(60)) }
        #expect(isOfT(model))
    }
}

import Features
import Learning
import ModelFiles
import Testing
import Text
import Values

struct ModelDigestTests {
    /// What `Tests/Golden/model-digest.py` computes from the golden files, without any of refit's code.
    static let recomputed = [
        "two-classes": "36c5848e7c2de0a593e9b8bdbca63dac59d9c4c3120e903c5f63f6837169cbfc",
        "three-classes-averaged": "e9cde08c33ff8c9a11006872ba18db643d7c61c46a1f0ba9428dfbf6525efbec",
    ]

    @Test(arguments: recomputed.keys.sorted())
    func `anyone can recompute the digest from the file`(name: String) throws {
        let model = try SafetensorsFile.read(path: Sample.golden("\(name).safetensors"))
        #expect(model.digest == Self.recomputed[name])
    }

    @Test func `everything that decides how a model goes on is in the digest`() throws {
        let model = try Sample.model(classes: Sample.texts, average: 5)
        let changes: [(inout SavedModel) -> Void] = [
            { $0.classifier.classes[0] = .text("nega") },
            { $0.classifier.coef.numbers[0].negate() },
            { $0.classifier.coef.numbers[23] = $0.classifier.coef.numbers[23].nextUp },
            { $0.classifier.intercept[2] += 1 },
            { $0.classifier.t += 1 },
            { $0.classifier.averages?.standardCoef.numbers[1] += 1 },
            { $0.classifier.averages?.standardIntercept[1] += 1 },
            { $0.classifier.averages = nil },
            { $0.classifier.settings.alpha = 0.5 },
            { $0.classifier.settings.randomState = 1 },
            { $0.vectorizer?.binary = true },
            { $0.vectorizer?.analyzer.lowercase = false },
            { $0.vectorizer = nil },
        ]
        var digests: Set = [model.digest]
        for change in changes {
            var other = model
            change(&other)
            digests.insert(other.digest)
        }
        #expect(digests.count == changes.count + 1)
    }

    @Test func `watermarks, epochs and the program's name are not in the digest`() throws {
        let model = try Sample.model()
        var other = model
        other.watermarks = []
        other.classifier.epochs += 1
        other.writtenBy = "refit 9"
        #expect(other.digest == model.digest)
    }

    @Test func `minus zero is not zero`() throws {
        var model = try Sample.model()
        model.classifier.coef.numbers[0] = 0
        let digest = model.digest
        model.classifier.coef.numbers[0] = -0.0
        #expect(model.digest != digest)
    }

    @Test func `a text class that looks like a number is another class`() throws {
        var model = try Sample.model()
        let digest = model.digest
        model.classifier.classes = [.text("0"), .text("1")]
        #expect(model.digest != digest)
    }
}

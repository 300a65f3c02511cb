import Features
import Learning
import Testing
import Values

@Suite("SGDClassifierSettings")
struct SGDClassifierSettingsTests {
    @Test("every parameter of scikit-learn is there, in alphabetical order, with its default")
    func parameters() {
        let shown = SGDClassifierSettings().parameters.map { "\($0.name)=\($0.value)" }
        #expect(
            shown == [
                "alpha=0.0001", "average=False", "class_weight=None", "early_stopping=False", "epsilon=0.1",
                "eta0=0.01", "fit_intercept=True", "l1_ratio=0.15", "learning_rate='optimal'", "loss='log_loss'",
                "max_iter=1000", "n_iter_no_change=5", "n_jobs=None", "penalty='l2'", "power_t=0.5",
                "random_state=0", "shuffle=True", "tol=0.001", "validation_fraction=0.1", "verbose=0",
                "warm_start=False",
            ])
    }

    @Test("setting every parameter to what it shows changes nothing")
    func roundTrip() throws {
        var settings = SGDClassifierSettings()
        settings.loss = .huber
        settings.penalty = nil
        settings.tol = nil
        settings.average = 12
        settings.classWeight = .weights([.init(label: .text("a"), weight: 2), .init(label: .text("b"), weight: 0.5)])
        settings.randomState = .max
        var copy = SGDClassifierSettings()
        for parameter in settings.parameters { #expect(try copy.set(parameter.name, to: parameter.value)) }
        #expect(copy == settings)
        #expect(copy.parameters == settings.parameters)
    }

    @Test("older and looser spellings mean the same")
    func aliases() throws {
        var settings = SGDClassifierSettings()
        settings.loss = .hinge
        #expect(try settings.set("loss", to: .text("log")))
        #expect(settings.loss == .logLoss)
        #expect(try settings.set("loss", to: .text("squared_loss")))
        #expect(settings.loss == .squaredError)
        #expect(try settings.set("n_iter", to: .integer(7)))
        #expect(settings.maxIter == 7)
        #expect(try settings.set("penalty", to: .text("none")))
        #expect(settings.penalty == nil)
        #expect(try settings.set("alpha", to: .integer(1)))
        #expect(settings.alpha == 1)
        #expect(try settings.set("average", to: .bool(true)))
        #expect(settings.average == 1)
        #expect(try settings.set("n_jobs", to: .integer(-1)))
        #expect(try settings.set("verbose", to: .integer(1)))
        #expect(try settings.set("class_weight", to: .text("balanced")))
        #expect(settings.classWeight == .balanced)
    }

    @Test("class weights come sorted by label")
    func classWeightOrder() throws {
        var settings = SGDClassifierSettings()
        let entries = [1, 0].map { ParameterValue.Entry(key: .integer($0), value: .integer($0 + 2)) }
        #expect(try settings.set("class_weight", to: .mapping(entries)))
        #expect(settings.parameters.first { $0.name == "class_weight" }?.value.description == "{0: 2.0, 1: 3.0}")
    }

    @Test("a name that scikit-learn does not have is not taken")
    func unknownName() throws {
        var settings = SGDClassifierSettings()
        #expect(try !settings.set("n_features", to: .integer(1)))
        #expect(settings == SGDClassifierSettings())
    }

    @Test(
        "a value outside its range is refused by name and changes nothing",
        arguments: [
            Parameter("alpha", .real(-1)), Parameter("alpha", .real(.infinity)), Parameter("alpha", .text("big")),
            Parameter("average", .integer(0)), Parameter("average", .real(1)), Parameter("class_weight", .integer(1)),
            Parameter("class_weight", .mapping([.init(key: .integer(0), value: .real(.nan))])),
            Parameter("epsilon", .real(-0.1)), Parameter("eta0", .integer(0)), Parameter("fit_intercept", .integer(1)),
            Parameter("l1_ratio", .real(1.5)), Parameter("l1_ratio", .none), Parameter("learning_rate", .text("fast")),
            Parameter("loss", .text("hing")), Parameter("loss", .none), Parameter("max_iter", .integer(0)),
            Parameter("n_iter_no_change", .real(2)), Parameter("n_jobs", .text("all")),
            Parameter("penalty", .text("l3")),
            Parameter("power_t", .none), Parameter("random_state", .integer(-1)),
            Parameter("random_state", .integer(1 << 32)), Parameter("shuffle", .text("yes")),
            Parameter("tol", .real(-1)),
            Parameter("validation_fraction", .real(1)), Parameter("verbose", .integer(-1)),
        ])
    func outOfRange(parameter: Parameter) throws {
        var settings = SGDClassifierSettings()
        let error = #expect(throws: LearningError.self) { try settings.set(parameter.name, to: parameter.value) }
        #expect(error?.code == "invalid_setting")
        #expect(error?.message.hasPrefix("\(parameter.name) must be ") == true)
        #expect(settings == SGDClassifierSettings())
    }

    @Test(
        "what refit does not offer is refused by name, with a way out",
        arguments: [
            Parameter("early_stopping", .bool(true)), Parameter("warm_start", .bool(true)),
        ])
    func unsupported(parameter: Parameter) throws {
        var settings = SGDClassifierSettings()
        let error = #expect(throws: LearningError.self) { try settings.set(parameter.name, to: parameter.value) }
        #expect(error?.code == "unsupported_setting")
        #expect(error?.message == "\(parameter.name)=\(parameter.value) is not supported")
        #expect(error?.remedy != nil)
        #expect(try settings.set(parameter.name, to: .bool(false)))
    }

    @Test("random_state=None stays None, and learns by seed 0")
    func noSeed() throws {
        var settings = SGDClassifierSettings()
        #expect(try settings.set("random_state", to: .none))
        #expect(settings.randomState == nil)
        #expect(settings.seed == 0)
        #expect(settings.parameters.contains(Parameter("random_state", .none)))
        var rows = SparseBatch(nFeatures: 2)
        for row in 0..<8 {
            rows.append(columns: [Int32(row % 2)], values: [Double(row) / 4 - 1])
        }
        let weights = try [nil, 0, 1].map { (seed: UInt32?) in
            settings.randomState = seed
            var classifier = try SGDClassifier(settings: settings, classes: [.integer(0), .integer(1)], nFeatures: 2)
            try classifier.partialFit(rows, labels: (0..<8).map { .integer($0 % 2) })
            return classifier.state.coef.numbers
        }
        #expect(weights[0] == weights[1])
        #expect(weights[0] != weights[2])
    }

    @Test("settings that exclude each other are refused when a classifier is made")
    func conflicts() {
        var optimal = SGDClassifierSettings()
        optimal.alpha = 0
        var passiveAggressive = SGDClassifierSettings()
        passiveAggressive.learningRate = .pa1
        for settings in [optimal, passiveAggressive] {
            let error = #expect(throws: LearningError.self) {
                try SGDClassifier(settings: settings, classes: [.integer(0), .integer(1)], nFeatures: 4)
            }
            #expect(error?.code == "settings_conflict")
        }
        optimal.learningRate = .constant
        passiveAggressive.loss = .hinge
        #expect(throws: Never.self) { try optimal.check() }
        #expect(throws: Never.self) { try passiveAggressive.check() }
    }

    /// Each held against all others, they would take minutes.
    @Test(.timeLimit(.minutes(1)))
    func `class weights by the hundred thousand are each held against their neighbours`() throws {
        var settings = SGDClassifierSettings()
        var entries = (0..<100_000).map { ParameterValue.Entry(key: .integer($0 * 7919 % 100_003), value: .integer(1)) }
        #expect(try settings.set("class_weight", to: .mapping(entries)))
        entries.append(entries[7])
        #expect(throws: LearningError.self) { try settings.set("class_weight", to: .mapping(entries)) }
    }
}

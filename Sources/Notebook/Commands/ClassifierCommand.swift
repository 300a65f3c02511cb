package import ArgumentParser
import Learning
import Values

/// `classifier`: shows or replaces the classifier's settings.
package struct ClassifierCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Show, or replace, the SGDClassifier of the next fit.",
        discussion: """
            With settings it makes a new classifier, as scikit-learn's constructor does: settings that are not named \
            have their defaults, which are scikit-learn's except loss (log_loss) and random_state (0). Without any it \
            shows them all.
            """)

    package static let findsFigures = false
    package static let examples = [
        "classifier",
        "classifier --loss log_loss --random-state 1",
        "classifier penalty=elasticnet l1_ratio=0.3 average=True",
        "SGDClassifier(loss='log', random_state=1, n_iter=1)",
    ]

    @Option(help: "The weight of the penalty, at least 0.")
    package var alpha: String?

    @Option(
        help: "True, false, or the number of rows after which weights are averaged.",
        completion: .list(SettingsCommands.booleans))
    package var average: String?

    @Option(
        help: "none, balanced (whole-set fit only), or weights such as {0: 1, 1: 2}.",
        completion: .list(["none", "balanced"]))
    package var classWeight: String?

    @Option(help: "false; early stopping is not supported yet.", completion: .list(["false"]))
    package var earlyStopping: String?

    @Option(help: "The insensitive zone of huber and the epsilon-insensitive losses.")
    package var epsilon: String?

    @Option(help: "The first step size, or the aggressiveness of pa1 and pa2.")
    package var eta0: String?

    @Option(help: "True or false: there is an intercept.", completion: .list(SettingsCommands.booleans))
    package var fitIntercept: String?

    @Option(help: "The share of L1 in elasticnet, 0 to 1.")
    package var l1Ratio: String?

    @Option(
        help: "constant, optimal, invscaling, adaptive, pa1 or pa2.",
        completion: .list(LearningRate.allCases.map(\.rawValue)))
    package var learningRate: String?

    @Option(
        help: """
            hinge, log_loss, modified_huber, squared_hinge, perceptron, squared_error, huber, epsilon_insensitive or \
            squared_epsilon_insensitive.
            """,
        completion: .list(LossName.allCases.map(\.rawValue)))
    package var loss: String?

    @Option(help: "The most epochs of a whole-set fit.")
    package var maxIter: String?

    @Option(help: .hidden)
    package var nIter: String?

    @Option(help: "The bad epochs after which a whole-set fit stops.")
    package var nIterNoChange: String?

    @Option(help: "Has no effect; results never depend on the number of threads.")
    package var nJobs: String?

    @Option(help: "l2, l1, elasticnet or none.", completion: .list(Penalty.allCases.map(\.rawValue) + ["none"]))
    package var penalty: String?

    @Option(help: "The exponent of invscaling.")
    package var powerT: String?

    @Option(help: "The seed of the shuffle, 0 to 2^32 − 1.")
    package var randomState: String?

    @Option(
        help: "True or false: the rows of a batch are visited in a shuffled order.",
        completion: .list(SettingsCommands.booleans))
    package var shuffle: String?

    @Option(help: "The improvement below which a whole-set fit counts an epoch as bad, or none.")
    package var tol: String?

    @Option(help: "Has effect with early stopping only.")
    package var validationFraction: String?

    @Option(help: "Has no effect.")
    package var verbose: String?

    @Option(help: "false; warm start is not supported yet.", completion: .list(["false"]))
    package var warmStart: String?

    /// The arguments of a pasted call, which makes a new object though it has none; `nil` for a typed command.
    var pasted: [SettingsCommands.Given]?

    package init() {}

    enum CodingKeys: String, CodingKey {
        case alpha, average, classWeight, earlyStopping, epsilon, eta0, fitIntercept, l1Ratio, learningRate, loss
        case maxIter, nIter, nIterNoChange, nJobs, penalty, powerT, randomState, shuffle, tol, validationFraction
        case verbose, warmStart
    }

    /// The command without any words; a fresh `init()` of a parsed type may not be read.
    static var empty: ClassifierCommand {
        get throws(NotebookError) {
            do { return try ClassifierCommand.parse([]) } catch { throw NotebookError(error) }
        }
    }

    package var seed: UInt32? {
        let given = (pasted ?? typed).last { $0.name == "random_state" }?.value
        guard case .integer(let seed)? = given else { return SGDClassifierSettings().seed }
        return UInt32(exactly: seed)
    }

    package func expanded(in session: Session) -> String? {
        SettingsCommands.expanded("classifier", session.classifier.parameters)
    }

    package func run(in session: Session) throws -> CellOutput {
        let given = pasted ?? typed
        let isShown = given.isEmpty && pasted == nil
        if !isShown { session.classifier = try SettingsCommands.classifier(from: given) }
        return SettingsCommands.output(
            "SGDClassifier", session.classifier.parameters, defaults: SGDClassifierSettings().parameters,
            isShown: isShown, notes: SettingsCommands.notes(about: given) + loss(of: given))
    }

    /// What a pasted call without a loss means here.
    private func loss(of given: [SettingsCommands.Given]) -> [String] {
        pasted == nil || given.contains { $0.name == "loss" }
            ? [] : ["the loss is log_loss here; without one scikit-learn takes hinge: SGDClassifier(loss='hinge')"]
    }

    private var typed: [SettingsCommands.Given] {
        let options = [
            ("alpha", alpha), ("average", average), ("class_weight", classWeight), ("early_stopping", earlyStopping),
            ("epsilon", epsilon), ("eta0", eta0), ("fit_intercept", fitIntercept), ("l1_ratio", l1Ratio),
            ("learning_rate", learningRate), ("loss", loss), ("max_iter", maxIter), ("n_iter", nIter),
            ("n_iter_no_change", nIterNoChange), ("n_jobs", nJobs), ("penalty", penalty), ("power_t", powerT),
            ("random_state", randomState), ("shuffle", shuffle), ("tol", tol),
            ("validation_fraction", validationFraction), ("verbose", verbose), ("warm_start", warmStart),
        ]
        return options.compactMap { name, text in text.map { (name, PythonLiteral.value(of: $0)) } }
    }
}

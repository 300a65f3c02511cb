/// The names that a pickle may hold, as `module name`; they are compared, never looked up.
struct PickleNames {
    /// What is made of them, for errors.
    let whole: String
    /// All that are understood.
    let known: Set<String>

    /// Those that the pickle of an `SGDClassifier` is made of, by scikit-learn 0.15 to 1.9 and NumPy 1 and 2.
    static let model = PickleNames(
        whole: "a model",
        known: classifiers.union(reconstruct).union(scalar).union(fromBuffer).union(losses).union(latin1).union(
            emptyBytes
        ).union([ndarray, dtype]))

    /// Those that a set of words is made of; a list or a tuple needs none.
    static let words = PickleNames(whole: "a list of words", known: sets)

    /// What the names of joblib's own classes begin with, alone or as scikit-learn carried it before 0.23.
    static let ofJoblib = ["joblib.", "sklearn.externals.joblib."]

    static let classifiers: Set = [
        "sklearn.linear_model._stochastic_gradient SGDClassifier",
        "sklearn.linear_model.stochastic_gradient SGDClassifier",
    ]
    static let reconstruct: Set = [
        "numpy.core.multiarray _reconstruct", "numpy._core.multiarray _reconstruct",
    ]
    static let scalar: Set = ["numpy.core.multiarray scalar", "numpy._core.multiarray scalar"]
    static let fromBuffer: Set = ["numpy.core.numeric _frombuffer", "numpy._core.numeric _frombuffer"]
    static let losses: Set = Set(
        ["sklearn.linear_model._sgd_fast", "sklearn.linear_model.sgd_fast"].flatMap { module in
            [
                "Hinge", "SquaredHinge", "ModifiedHuber", "Log", "SquaredLoss", "Huber", "EpsilonInsensitive",
                "SquaredEpsilonInsensitive",
            ].map { "\(module) \($0)" }
        } + ["CyHalfBinomialLoss", "CyHalfSquaredError", "CyHuberLoss"].map { "sklearn._loss._loss \($0)" })
    static let ndarray = "numpy ndarray"
    static let dtype = "numpy dtype"
    static let latin1: Set = ["_codecs encode"]
    static let emptyBytes: Set = ["__builtin__ bytes", "builtins bytes"]
    static let sets: Set = ["__builtin__ set", "__builtin__ frozenset", "builtins set", "builtins frozenset"]
}

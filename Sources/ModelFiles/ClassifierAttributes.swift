import Features
import Learning
import Values

/// The attributes of an `SGDClassifier` that Python has written, taken up one by one, and the model that they make.
///
/// Names and values of scikit-learn 0.15 to 1.9 are understood: `n_iter` for `max_iter`, the older names of losses and of
/// averages, `penalty='none'`, and the `eta0` of 0.0 that was the default before 1.8, where it has no effect, as 0.01.
/// Before 1.0 settings that came later may be missing, and mean what was done without them. An attribute that is not
/// scikit-learn's or refit's is refused by name, since it would be lost when the model is written again.
struct ClassifierAttributes {
    private let path: String
    private let writtenBy: String
    private var settings = SGDClassifierSettings()
    private var missing = Set(SGDClassifierSettings().parameters.map(\.name))
    private var arrays: [String: NumPyFile] = [:]
    private var offsets: [String: Int] = [:]
    private var t: Double?
    private var epochs = 0
    private var applied: [String: ParameterValue] = [:]
    private var nFeatures: Int64?
    private var version: String?
    private var extras: RefitAttribute?
    /// What the file states of a `coef_` whose numbers are read when they are first looked at.
    var unread: DigestStatement?

    /// The attributes that are arrays.
    static let arrayNames =
        Set(LearnedArray.Name.allCases.map(\.rawValue)).union(["classes_", "_expanded_class_weight"])
        .union(olderNames.keys)

    /// What attributes were called before 0.23, each with the present name.
    private static let olderNames = [
        "standard_coef_": "_standard_coef", "average_coef_": "_average_coef",
        "standard_intercept_": "_standard_intercept", "average_intercept_": "_average_intercept",
    ]

    /// Begins with none; `writtenBy` is what the file says of the program beside scikit-learn, such as `skops 0.16.0`.
    init(path: String, writtenBy: String) {
        self.path = path
        self.writtenBy = writtenBy
    }

    /// Takes a loss up, which scikit-learn makes anew from the settings.
    func takeLoss(_ name: String, at offset: Int) throws(ModelFileError) {
        guard ["_loss_function_", "loss_function_", "loss_function"].contains(name) else {
            throw unknown(name, at: offset)
        }
    }

    /// Takes up an array, or a setting that is a NumPy scalar.
    mutating func take(_ array: NumPyFile, as name: String, at offset: Int) throws(ModelFileError) {
        let name = Self.olderNames[name] ?? name
        offsets[name] = offset
        if Self.arrayNames.contains(name) {
            arrays[name] = array
        } else if array.shape.isEmpty, let value = array.first {
            try take(value, as: name, at: offset)
        } else {
            throw unknown(name, at: offset)
        }
    }

    /// Takes up a number, a text, a truth value, `None` or a dictionary of them.
    mutating func take(_ value: ParameterValue, as name: String, at offset: Int) throws(ModelFileError) {
        let name = Self.olderNames[name] ?? name
        offsets[name] = offset
        switch (name, value) {
        case ("t_", .real(let number)): t = number
        case ("t_", .integer(let number)): t = Double(number)
        case ("n_iter_", .integer(let number)) where number >= 0: epochs = Int(number)
        case ("n_features_in_", .integer(let number)): nFeatures = number
        case ("_sklearn_version", .text(let text)): version = text
        // Before 0.19 the number of epochs; in 0.19 and 0.20 either, with what is done underlined.
        case ("n_iter", .integer), ("_max_iter", .integer), ("_tol", .none), ("_tol", .real): applied[name] = value
        case ("n_iter", .none), ("max_iter", .none): break
        // Before 1.8 a parameter that has no effect in this class.
        case ("C", .real), ("C", .integer): break
        case (RefitAttribute.name, .text(let text)):
            extras = try RefitAttribute(text, path: path, offset: offset)
        case ("eta0", .real(0)): missing.remove(name)
        default:
            let isKnown: Bool
            do throws(LearningError) {
                isKnown = try settings.set(name, to: value)
            } catch {
                throw damage(name, "a value that refit can go on with", String(error.message.prefix(200)))
            }
            guard isKnown, missing.remove(name) != nil else { throw unknown(name, at: offset) }
        }
    }

    /// The model of all that was taken up.
    ///
    /// Throws `notAModel` where an attribute is missing, and `damaged` where one does not fit the others. Whether numbers that
    /// are ``unread`` are finite is left to ``SavedModel/check()``.
    ///
    /// - Complexity: O(*n*) for *n* weights that are there.
    mutating func model() throws(ModelFileError) -> SavedModel {
        try takeOlderSettings()
        if let name = missing.min() { throw lacking(name) }
        let (classes, areBool) = try classes()
        guard let coef = arrays["coef_"] else { throw lacking("coef_") }
        guard coef.shape.count == 2, (1...Int(Int32.max)).contains(coef.shape[1]) else {
            throw damage("coef_", "of two axes and 1 to \(Int32.max) columns", "of shape \(coef.shape)")
        }
        let columns = coef.shape[1]
        guard nFeatures == nil || nFeatures == Int64(columns) else {
            throw damage("coef_", "\(nFeatures ?? 0) columns wide, as n_features_in_ says", "\(columns) wide")
        }
        guard let t else { throw lacking("t_") }
        guard t >= 1, t < SavedModel.endOfCounting, t == t.rounded(.down) else {
            throw damage("t_", "a whole number from 1 on", String(t))
        }
        if let vectorizer = extras?.vectorizer, vectorizer.nFeatures != columns {
            throw damage(
                RefitAttribute.name, "settings for \(columns) columns", "settings for \(vectorizer.nFeatures)")
        }
        var state = try state(classes, columns, t: t)
        state.hasBoolClasses = areBool
        let counted = extras?.counted(in: state)
        if counted != nil { unread?.digest = .ofSomeModel }
        var model = SavedModel(
            classifier: state, vectorizer: extras?.vectorizer, watermarks: extras?.watermarks ?? [],
            writtenBy: extras?.writtenBy ?? program, identity: unread.map { ModelIdentity($0) } ?? ModelIdentity())
        model.counted = counted
        return model
    }

    /// Settles what files of before 1.0 say otherwise, or do not say.
    private mutating func takeOlderSettings() throws(ModelFileError) {
        if let epochs = applied["_max_iter"] ?? applied["n_iter"] { try take(epochs, as: "max_iter") }
        if let tol = applied["_tol"] {
            missing.insert("tol")
            try take(tol, as: "tol")
        }
        guard version?.hasPrefix("0.") ?? true else { return }
        // With the releases in which they came: 0.16, 0.19, and 0.20.
        let later: [(String, ParameterValue)] = [
            ("average", .bool(false)), ("tol", .none), ("early_stopping", .bool(false)),
            ("validation_fraction", .real(0.1)), ("n_iter_no_change", .integer(5)),
        ]
        for (name, value) in later where missing.contains(name) { try take(value, as: name) }
    }

    private mutating func take(_ value: ParameterValue, as name: String) throws(ModelFileError) {
        try take(value, as: name, at: offsets[name] ?? 0)
    }

    private func state(_ classes: [Label], _ columns: Int, t: Double) throws(ModelFileError) -> SGDClassifierState {
        var state = SGDClassifierState(
            settings: settings, classes: classes, nFeatures: columns, t: t, epochs: epochs, coef: Coefficients([]),
            intercept: [], averages: nil)
        let learned = LearnedArray.all(
            problems: classes.count == 2 ? 1 : classes.count, nFeatures: columns, averages: settings.average > 0,
            reportsAverages: state.reportsAverages)
        var numbers: [LearnedArray.Name: Coefficients] = [:]
        for array in learned { numbers[array.name] = try reals(array) }
        for name in LearnedArray.Name.allCases where numbers[name] == nil && arrays[name.rawValue] != nil {
            throw damage(name.rawValue, "absent, as the settings have it", "there")
        }
        func taken(_ name: LearnedArray.Name) -> Coefficients { numbers[name] ?? Coefficients([]) }
        state.coef = taken(.coef)
        state.intercept = taken(.intercept).numbers
        if settings.average > 0 {
            state.averages = SGDClassifierState.Averages(
                standardCoef: taken(.standardCoef), standardIntercept: taken(.standardIntercept).numbers,
                averageCoef: taken(.averageCoef), averageIntercept: taken(.averageIntercept).numbers)
        }
        return state
    }

    /// What wrote a file that says nothing of refit.
    private var program: String {
        let name = "scikit-learn \(version?.prefix(40) ?? "of an unknown version") by \(writtenBy)"
        return SafetensorsFile.isProgramName(name) ? name : "scikit-learn"
    }

    /// The labels; truth values as 0 and 1, which are the labels that people give.
    private func classes() throws(ModelFileError) -> ([Label], areBool: Bool) {
        guard let array = arrays["classes_"] else { throw lacking("classes_") }
        let classes: [Label]
        var areBool = false
        switch array.content {
        case .integers(let integers): classes = integers.map(Label.integer)
        case .bools(let values):
            classes = values.map { .integer($0 ? 1 : 0) }
            areBool = true
        case .texts(let texts): classes = texts.map(Label.text)
        case .reals: throw damage("classes_", "whole numbers, truth values or texts", "of float64")
        }
        guard array.shape.count == 1, (2...SavedModel.mostClasses).contains(classes.count),
            zip(classes, classes.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw damage("classes_", "2 to \(SavedModel.mostClasses) labels, ascending, each once", "others")
        }
        return (classes, areBool)
    }

    private func reals(_ learned: LearnedArray) throws(ModelFileError) -> Coefficients {
        let name = learned.name.rawValue
        guard let array = arrays[name] else { throw lacking(name) }
        guard case .reals(let numbers) = array.content else { throw damage(name, "of float64", "of another kind") }
        guard array.shape == learned.shape else {
            throw damage(name, "of shape \(learned.shape)", "of shape \(array.shape)")
        }
        if unread != nil, learned.name == .coef { return numbers }
        if !numbers.isFinite, let (index, number) = numbers.numbers.enumerated().first(where: { !$0.element.isFinite })
        {
            throw damage(name, "finite numbers", "\(number) at \(index)")
        }
        return numbers
    }

    /// The error that an attribute is none that is known.
    func unknown(_ name: String, at offset: Int) -> ModelFileError {
        .forbidden(
            path: path, name: PickleText.escaped(name), byteOffset: offset,
            reason: "is no attribute of SGDClassifier that refit knows, and would be lost")
    }

    private func lacking(_ name: String) -> ModelFileError { .notAModel(path: path, missing: name) }

    private func damage(_ name: String, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(
                path: path, byteOffset: offsets[name], field: name, expected: expected, actual: actual))
    }
}

extension NumPyFile {
    /// The first element as a value; `nil` where there is none.
    fileprivate var first: ParameterValue? {
        switch content {
        case .reals(let numbers): numbers.numbers.first.map(ParameterValue.real)
        case .integers(let numbers): numbers.first.map(ParameterValue.integer)
        case .bools(let values): values.first.map(ParameterValue.bool)
        case .texts(let texts): texts.first.map(ParameterValue.text)
        }
    }
}

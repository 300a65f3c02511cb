import Values

/// One setting as it was given, to be read as what it should be.
///
/// A whole number is read where a real one is asked for, and `none` in any case as `None`.
struct Setting {
    /// scikit-learn's name of the setting.
    let name: String
    /// The value that was given.
    let value: ParameterValue

    /// Whether the value is `None`, also when it is written as a text.
    var isNone: Bool { value.isNone }

    /// The value as a finite number that `isValid`.
    func real(_ expected: String, _ isValid: (Double) -> Bool) throws(LearningError) -> Double {
        let number: Double
        switch value {
        case .real(let value): number = value
        case .integer(let value): number = Double(value)
        default: throw invalid(expected)
        }
        guard number.isFinite, isValid(number) else { throw invalid(expected) }
        return number
    }

    /// The value as a whole number from `smallest` on.
    func integer(_ expected: String, from smallest: Int64) throws(LearningError) -> Int {
        guard case .integer(let number) = value, number >= smallest else { throw invalid(expected) }
        return Int(number)
    }

    /// The value as `True` or `False`.
    func bool() throws(LearningError) -> Bool {
        guard let truth = value.truth else { throw invalid("True or False") }
        return truth
    }

    /// The value as one of the names of an enum.
    func name<Name: CaseIterable & RawRepresentable<String>>(
        _ type: Name.Type, aliases: [String: Name] = [:]
    ) throws(LearningError) -> Name {
        guard case .text(let text) = value, let name = Name(rawValue: text) ?? aliases[text] else {
            throw invalid("one of " + Name.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))
        }
        return name
    }

    /// The value as a seed; `nil` for `None`.
    func seed() throws(LearningError) -> UInt32? {
        let expected = "a whole number from 0 to 4294967295, or None"
        if isNone { return nil }
        guard let seed = UInt32(exactly: try integer(expected, from: 0)) else { throw invalid(expected) }
        return seed
    }

    /// The value as the number of rows after which averaging begins: `False` is 0 and `True` is 1.
    func average() throws(LearningError) -> Int {
        if let isOn = value.truth { return isOn ? 1 : 0 }
        return try integer("True, False or a number of rows of at least 1", from: 1)
    }

    /// The value as class weights, sorted by label.
    func classWeight() throws(LearningError) -> ClassWeight {
        let expected = "None, 'balanced' or finite weights such as {0: 1.0, 1: 2.0}"
        if isNone { return .none }
        switch value {
        case .text("balanced"): return .balanced
        case .mapping(let entries):
            var weights: [ClassWeight.Weight] = []
            for entry in entries {
                let weight = Setting(name: name, value: entry.value)
                weights.append(ClassWeight.Weight(label: entry.key, weight: try weight.real(expected) { _ in true }))
            }
            weights.sort { $0.label < $1.label }
            // A file may have a hundred thousand, so that each is held against its neighbour alone.
            guard zip(weights, weights.dropFirst()).allSatisfy({ $0.label < $1.label }) else { throw invalid(expected) }
            return .weights(weights)
        default: throw invalid(expected)
        }
    }

    /// Accepts any of scikit-learn's verbosities, which change what is printed and nothing else.
    func verbosity() throws(LearningError) {
        if value.truth != nil { return }
        _ = try integer("a whole number of at least 0", from: 0)
    }

    /// Accepts `False` and refuses `True`.
    func refuseTrue(_ instead: String) throws(LearningError) {
        if try bool() { throw .unsupportedSetting(name: name, value: value, instead: instead) }
    }

    private func invalid(_ expected: String) -> LearningError {
        .invalidSetting(name: name, value: value, expected: expected)
    }
}

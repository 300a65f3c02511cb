import Text
package import Values

extension HashingVectorizerSettings {
    /// Every parameter of scikit-learn's `HashingVectorizer`, in alphabetical order.
    package var parameters: [Parameter] {
        let own = [
            Parameter("alternate_sign", .bool(alternateSign)),
            Parameter("binary", .bool(binary)),
            Parameter("dtype", .text("float64")),
            Parameter("input", .text("content")),
            Parameter("n_features", .integer(Int64(nFeatures))),
            Parameter("norm", norm.map { .text($0.rawValue) } ?? .none),
            Parameter("preprocessor", .none),
        ]
        return (own + analyzer.parameters).sorted { $0.name < $1.name }
    }

    /// Sets the setting that scikit-learn calls `name`, and returns whether these settings have one of that name.
    ///
    /// `none` as a text means `None`, `true` and `false` the booleans. Values that scikit-learn takes and refit does
    /// not are refused by name: a `dtype` other than `float64`, an `input` other than `content`, a `preprocessor`.
    package mutating func set(_ name: String, to value: ParameterValue) throws(FeatureError) -> Bool {
        switch name {
        case "alternate_sign": alternateSign = try truth(value, of: name)
        case "binary": binary = try truth(value, of: name)
        case "dtype":
            try require(value, of: name, among: ["float64", "np.float64", "numpy.float64"], "only float64 is computed")
        case "input": try require(value, of: name, among: ["content"], "give the texts themselves, or load a dataset")
        case "n_features": nFeatures = try featureCount(value)
        case "norm": norm = try norm(value)
        case "preprocessor":
            try require(value, of: name, among: ["none"], "use lowercase and strip_accents, or a tokenizer by name")
        default:
            do throws(TextError) {
                return try analyzer.set(name, to: value)
            } catch {
                throw .text(error)
            }
        }
        return true
    }

    /// Checks what `set(_:to:)` would have refused and a direct assignment did not.
    func check() throws(FeatureError) {
        _ = try featureCount(.integer(Int64(nFeatures)))
    }

    private func truth(_ value: ParameterValue, of name: String) throws(FeatureError) -> Bool {
        guard let truth = value.truth else {
            throw .invalidSetting(name: name, value: value.description, expected: "True or False")
        }
        return truth
    }

    private func featureCount(_ value: ParameterValue) throws(FeatureError) -> Int {
        guard case .integer(let count) = value, count >= 1, count <= Int64(Int32.max) else {
            throw .invalidSetting(
                name: "n_features", value: value.description, expected: "a whole number from 1 to 2147483647")
        }
        return Int(count)
    }

    private func norm(_ value: ParameterValue) throws(FeatureError) -> Norm? {
        if value.isNone { return nil }
        if case .text(let text) = value, let norm = Norm(rawValue: text) { return norm }
        throw .invalidSetting(name: "norm", value: value.description, expected: "one of 'l1', 'l2', None")
    }

    private func require(
        _ value: ParameterValue, of name: String, among accepted: [String], _ reason: String
    ) throws(FeatureError) {
        switch value {
        case .none where accepted.contains("none"): return
        case .text(let text) where accepted.contains(text.lowercased()): return
        default: throw .unsupportedSetting(name: name, value: value.description, reason: reason)
        }
    }
}

import Features
import Learning
package import Values

/// A setting of the classifier with several values: `alpha=0.0001,0.001`, `penalty=l1,None`.
package struct VaryArgument: Sendable {
    /// The setting's name.
    package let name: String
    /// The setting with each of its values, as scikit-learn's `get_params` would show them, each once.
    package let values: [Parameter]

    /// Reads what is typed; a value that cannot be is refused there, not after an hour.
    ///
    /// Throws the classifier's own error for a value, and for a setting that has no part in `partial_fit`.
    package init(_ argument: String) throws(NotebookError) {
        let parts = TextArgument.unmarked(argument).split(separator: "=", maxSplits: 1).map(String.init)
        name = parts.first?.replacing("-", with: "_") ?? ""
        do throws(LearningError) {
            try SGDClassifierSettings.checkPart(of: name)
        } catch {
            throw .stage(error)
        }
        var reader = LiteralReader(parts.last ?? "")
        guard parts.count == 2, let given = reader.listedValues() else {
            throw .refused(
                code: "invalid_values", message: "a setting has an equals sign and its values behind it",
                remedy: "write alpha=0.0001,0.001 or penalty=l1,None")
        }
        var values: [Parameter] = []
        for value in given {
            let parameter = Parameter(name, try Self.shown(value, of: name))
            if !values.contains(parameter) { values.append(parameter) }
        }
        self.values = values
    }

    /// The value as `get_params` would show it: the number 1 is 1.0 for a setting that is a real one.
    private static func shown(_ value: ParameterValue, of name: String) throws(NotebookError) -> ParameterValue {
        var settings = SGDClassifierSettings()
        do throws(LearningError) {
            if try settings.set(name, to: value) {
                try settings.checkPartialFit()
                return settings.parameters.first { $0.name == name }?.value ?? value
            }
        } catch {
            throw .stage(error)
        }
        if HashingVectorizerSettings().parameters.contains(where: { $0.name == name }) {
            throw .refused(
                code: "unknown_setting",
                message: "\(name) is a setting of the vectorizer, which the model has learned by",
                remedy: "compare vectorizers tries several")
        }
        throw SettingsCommands.unknown(name, of: "SGDClassifier", among: settings.parameters)
    }

    /// Every combination of the values of several settings.
    static func combinations(of arguments: [VaryArgument]) -> [[Parameter]] {
        arguments.reduce([[]]) { combinations, argument in
            combinations.flatMap { combination in argument.values.map { combination + [$0] } }
        }
    }
}

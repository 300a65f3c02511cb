import Experiments
import ArgumentParser
package import Features
import Files
import Learning
import ModelFiles
import Text
import Values

/// What `vectorizer` and `classifier` share: settings by name, applied to scikit-learn's defaults.
enum SettingsCommands {
    /// The spellings of scikit-learn's booleans that completion offers.
    static let booleans = ["true", "false"]

    /// One setting as it was given.
    typealias Given = (name: String, value: ParameterValue)

    /// The command that a pasted constructor call stands for.
    static func command(for call: PastedCall) throws(NotebookError) -> any NotebookCommand {
        let given: [Given] = call.arguments.map { ($0.name, $0.value) }
        for argument in call.arguments {
            // Applied once now, so that an error can point at the argument.
            do {
                if call.command == "vectorizer" {
                    _ = try vectorizer(from: [(argument.name, argument.value)], preset: nil, in: nil)
                } else {
                    _ = try classifier(from: [(argument.name, argument.value)])
                }
            } catch {
                let error = NotebookError(error)
                throw .syntax(message: error.message, remedy: error.remedy, range: argument.range)
            }
        }
        if call.command == "vectorizer" {
            var command = try VectorizerCommand.empty
            command.pasted = given
            return command
        }
        var command = try ClassifierCommand.empty
        command.pasted = given
        return command
    }

    /// The vectorizer's defaults, or a preset, with settings replaced.
    ///
    /// A file of stop words is read by a session; without one it counts as an empty list.
    static func vectorizer(
        from given: [Given], preset: VectorizerPreset?, in session: Session?
    ) throws -> HashingVectorizerSettings {
        try vectorizer(from: given, on: preset?.settings ?? HashingVectorizerSettings(), in: session)
    }

    /// The same on top of other settings than the defaults.
    static func vectorizer(
        from given: [Given], on settings: HashingVectorizerSettings, in session: Session?
    ) throws -> HashingVectorizerSettings {
        var settings = settings
        for (name, value) in given {
            var value = value
            if name == "stop_words", case .text(let word) = value, StopWords(named: word) == nil, word != "none" {
                value = try session.map { try Self.stopWords(word, in: $0) } ?? .list([])
            }
            // In the tutorial's code, `tokenizer` is the name of its own function.
            if name == "tokenizer", value == .text("tokenizer") { value = .text("tutorial") }
            if name == "tokenizer", value == .text("tokenizer_porter") { value = .text("porter") }
            guard try settings.set(name, to: value) else {
                throw unknown(name, of: "HashingVectorizer", among: settings.parameters)
            }
        }
        return settings
    }

    /// The words in a file, or the tutorial's list where `stop` is the name that the tutorial gives it.
    private static func stopWords(_ word: String, in session: Session) throws -> ParameterValue {
        if word == "stop", !session.workspace.exists(word) { return .text("tutorial") }
        let path = try session.workspace.reading(word, as: .file)
        let words = try session.recorder.files.reading(.file, path, typed: word) { try StopWordsFile.read(path).list }
        return .list(words.map { .text($0) })
    }

    /// The classifier's defaults with settings replaced.
    static func classifier(from given: [Given]) throws -> SGDClassifierSettings {
        var settings = SGDClassifierSettings()
        for (name, value) in given {
            let isZero = value == .real(0) || value == .integer(0)
            let value: ParameterValue = name == "eta0" && isZero ? .real(0.01) : value
            guard try settings.set(name, to: value) else {
                throw unknown(name, of: "SGDClassifier", among: settings.parameters)
            }
        }
        return settings
    }

    /// What it means that `random_state` is `None`.
    static let unseeded =
        "random_state=None shuffles differently each time in scikit-learn; refit shuffles by seed "
        + "\(SGDClassifierSettings().seed), so that it can be repeated"

    /// What changed names of old scikit-learn releases were taken as, and what refit does otherwise.
    static func notes(about given: [Given]) -> [String] {
        given.compactMap { name, value in
            switch (name, value) {
            case ("loss", .text("log")): "loss='log' is log_loss since scikit-learn 1.1"
            case ("loss", .text("squared_loss")): "loss='squared_loss' is squared_error since scikit-learn 1.0"
            case ("n_iter", _):
                "n_iter is max_iter since scikit-learn 0.19; fit makes one epoch: --epochs or --whole-set"
            case ("eta0", .real(0)), ("eta0", .integer(0)):
                "eta0=0.0 of old releases is 0.01 now; 'optimal' does not use it"
            case ("random_state", let value) where value.isNone: unseeded
            case ("stop_words", .text("stop")): "stop_words=stop is taken as the tutorial's list"
            case ("tokenizer", .text("tokenizer")): "tokenizer=tokenizer is taken as the tutorial's function"
            case ("tokenizer", .text("tokenizer_porter")): "tokenizer=tokenizer_porter is taken as porter"
            default: nil
            }
        }
    }

    /// The error about a name that scikit-learn's class does not have.
    static func unknown(_ name: String, of type: String, among parameters: [Parameter]) -> NotebookError {
        let nearest = Spelling.nearest(to: name, among: parameters.map(\.name))
        return .refused(
            code: "unknown_setting", message: "\(type) has no setting \(name)",
            remedy: nearest.map { "did you mean \($0)?" } ?? "see help \(type)")
    }

    /// The call that makes these settings, with those that differ from the defaults, as scikit-learn's `repr`.
    static func call(_ type: String, _ parameters: [Parameter], defaults: [Parameter]) -> String {
        // What refit has another default of is always said: pasted into Python the call means the same then.
        let own = type == "SGDClassifier" ? ["loss", "random_state"] : []
        let changed = parameters.filter { own.contains($0.name) || !defaults.contains($0) }.map {
            "\($0.name)=\($0.value)"
        }
        return "\(type)(\(changed.joined(separator: ", ")))"
    }

    /// The command with every setting, as it might be typed.
    static func expanded(_ command: String, _ parameters: [Parameter]) -> String {
        let settings = parameters.map { parameter in
            if case .text(let text) = parameter.value { return "\(parameter.name)='\(text)'" }
            return "\(parameter.name)=\(parameter.value)"
        }
        return ([command] + settings).joined(separator: " ")
    }

    /// What either command has to say: the call, and all settings in a table when they were only asked for.
    static func output(
        _ type: String, _ parameters: [Parameter], defaults: [Parameter], isShown: Bool, notes: [String]
    ) -> CellOutput {
        var blocks: [CellOutput.Block] = [.prose(call(type, parameters, defaults: defaults))]
        if isShown {
            let rows = parameters.map { [TableCell.text($0.name), .text(shown($0.value))] }
            blocks.append(.table(Table(columns: ["setting", "value"], rows: rows)))
        }
        return CellOutput(result: JSONValue(parameters), blocks: blocks, notes: notes)
    }

    private static func shown(_ value: ParameterValue) -> String {
        if case .list(let values) = value, values.count > 4 { return "\(values.count) words" }
        return value.description
    }
}

/// Vectorizers with a name of their own.
package enum VectorizerPreset: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// scikit-learn's defaults.
    case `default`
    /// `HashingVectorizer(decode_error='ignore', n_features=2**21, tokenizer=tokenizer)` of the tutorial.
    case tutorial

    /// The preset's settings.
    package var settings: HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        if self == .tutorial {
            settings.analyzer.decodeError = .ignore
            settings.analyzer.tokenizer = .tutorial
            settings.nFeatures = 1 << 21
        }
        return settings
    }
}

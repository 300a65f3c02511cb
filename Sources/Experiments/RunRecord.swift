package import Values

/// What is kept of a run: all that somebody else needs to repeat it and to say whether the same came out.
///
/// Everything but ``volatile`` is a function of the commands, the inputs and refit's own arithmetic, and is compared by a
/// replay; what differs from one run to the next by its nature (times, host, memory) stands in ``volatile`` alone.
package struct RunRecord: Hashable, Sendable {
    /// The form of the file; a record of a later form is refused.
    package static let version = 1

    /// What the run is called: `run-name`'s word, else the model file's name without its ending.
    package var name: String
    /// What `note` said, in order.
    package var notes: [String] = []
    /// The commands that did what they should, in the order in which `script.refit` holds them.
    package var cells: [Cell] = []
    /// What was read that the run did not make itself, in the order of first use.
    package var inputs: [RunInput] = []
    /// Paths that name a file which the script has called otherwise before, each with the first name.
    package var aliases: [String: String] = [:]
    /// Every setting of the model's vectorizer and classifier by scikit-learn's names; empty objects without a model.
    package var settings = Settings()
    /// The model that came out; `nil` where the run left none.
    package var model: Model?
    /// How far figures may be off; see ``Tolerances``.
    package var tolerances = Tolerances()
    /// What is never compared.
    package var volatile = VolatileFacts()

    /// A record with nothing in it.
    package init(name: String) {
        self.name = name
    }

    /// One command with what came of it.
    package struct Cell: Hashable, Sendable {
        /// Its place in the script, from 1.
        package var number: Int
        /// The command as it was typed.
        package var input: String
        /// The command with every option that it takes a value for, those left out too.
        package var expanded: String
        /// The seed that the command drew by, or was given; `nil` where it has none.
        package var seed: Int?
        /// What it found out (see ``Values/JSONValue/figures()``), volatile figures left out.
        package var figures: [Figure]

        /// Describes one command.
        package init(number: Int, input: String, expanded: String, seed: Int?, figures: [Figure]) {
            self.number = number
            self.input = input
            self.expanded = expanded
            self.seed = seed
            self.figures = figures
        }
    }

    /// A figure by the way to it in the command's result, such as `classes[0].f1`.
    package struct Figure: Hashable, Sendable {
        /// The way to it.
        package var key: String
        /// The value: a number, a truth value, a label, a digest, or `null` where it is not known.
        package var value: JSONValue

        /// Pairs a key with its value.
        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The settings of a model.
    package struct Settings: Hashable, Sendable {
        /// `HashingVectorizer`'s, as one object.
        package var vectorizer: JSONValue = [:]
        /// `SGDClassifier`'s, as one object.
        package var classifier: JSONValue = [:]

        /// No settings.
        package init() {}
    }

    /// The model at the end of a run.
    package struct Model: Hashable, Sendable {
        /// The model file, relative to the record's folder.
        package var path: String
        /// See ``ModelFiles/ModelDigest``.
        package var modelDigest: String
        /// scikit-learn's `t_`: the rows learned, plus 1.
        package var t: Double

        /// Describes a model.
        package init(path: String, modelDigest: String, t: Double) {
            self.path = path
            self.modelDigest = modelDigest
            self.t = t
        }
    }
}

import Notebook
import Shell

/// What refit's own command line asks for.
struct Invocation {
    /// Where the commands come from.
    enum Input: Equatable {
        /// A person at a terminal, or whatever is piped in.
        case standardInput
        /// `refit run FILE`; `-` is standard input.
        case file(String)
        /// `refit -c 'CMD; CMD'`.
        case text(String)
        /// `refit CMD ARGUMENT…`.
        case command([String])
        /// `refit --version`.
        case version
        /// `refit --help`.
        case help
    }

    var input = Input.standardInput
    var mode = OutputMode.text
    var color = ColorChoice.auto
    var keepsGoing = false
    var echoes = false
    var staysOpen = false
    /// The plan of the replay that this process carries out, for `run`; only `replay` gives one.
    var plan: String?
    /// The timed trial that this process carries out, for `run`; only `compare batches` gives one.
    var trial: String?
    /// What `run` is asked for besides.
    var runOptions = RunOptions()

    /// Whether cells will run one after another; a single command from bash is no session and leaves no log.
    var isSession: Bool {
        switch input {
        case .standardInput, .file, .text: true
        case .command, .version, .help: false
        }
    }

    /// Why a command line cannot be used.
    struct Misuse: Error {
        var message: String
    }

    /// Reads the words behind the program's name.
    ///
    /// `--mode`, `--color`, `--keep-going` and `--echo` may stand anywhere up to `--`, since no command has options of
    /// these names.
    init(_ words: [String]) throws(Misuse) {
        var rest: [String] = []
        var index = 0
        func valueBehind(_ option: String, _ inline: String? = nil) throws(Misuse) -> String {
            if let inline { return inline }
            index += 1
            guard index < words.count else { throw Misuse(message: "\(option) needs a value") }
            return words[index]
        }
        while index < words.count {
            let word = words[index]
            let (name, inline) = Self.split(word)
            switch name {
            case "--mode": mode = try Self.choice(name, try valueBehind(name, inline))
            case "--color": color = try Self.choice(name, try valueBehind(name, inline))
            case "--keep-going": keepsGoing = true
            case "--echo": echoes = true
            case "--plan" where rest.first == "run": plan = try valueBehind(name, inline)
            case "--trial" where rest.first == "run": trial = try valueBehind(name, inline)
            case "--check" where rest.first == "run": runOptions.checks = true
            case "--write" where rest.first == "run": runOptions.writes = true
            case "--set" where rest.first == "run": try runOptions.set(try valueBehind(name, inline))
            case "-i" where rest.isEmpty: staysOpen = true
            case "--version" where rest.isEmpty: input = .version
            case "--help" where rest.isEmpty, "-h" where rest.isEmpty: input = .help
            case "-c" where rest.isEmpty:
                guard input == .standardInput else {
                    throw Misuse(message: "-c is one thing too many; commands stand in one -c, with ; between")
                }
                input = .text(try valueBehind(name))
            case "--":
                rest += words[index...]
                index = words.count
            case _ where rest.isEmpty && word.hasPrefix("-"): throw Misuse(message: "refit has no option \(word)")
            default: rest.append(word)
            }
            index += 1
        }
        try takeCommand(rest)
    }

    private mutating func takeCommand(_ rest: [String]) throws(Misuse) {
        guard let first = rest.first else { return }
        guard input == .standardInput else { throw Misuse(message: "\(first) is one thing too many") }
        if first == "run" {
            if rest.contains("--help") || rest.contains("-h") {
                input = .help
                return
            }
            guard rest.count == 2 else { throw Misuse(message: "run takes one script, or - for standard input") }
            try runOptions.check(for: rest[1])
            input = .file(rest[1])
        } else {
            input = .command(rest)
        }
    }

    private static func split(_ word: String) -> (name: String, value: String?) {
        guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    private static func choice<Choice>(_ option: String, _ value: String) throws(Misuse) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        if let choice = Choice(rawValue: value) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw Misuse(message: "\(option) takes \(known), not \(value)")
    }
}

import ArgumentParser
import Foundation
import Synchronization

/// What each command takes, as the argument parser itself describes it.
///
/// One description serves the check for mistyped options, Python's `name=value`, tab completion and the tests that
/// hold the help and the README against the commands.
package struct CommandCatalog: Sendable {
    /// One command, or a group such as `feedback`.
    package struct Command: Sendable {
        /// The command itself.
        let type: any ParsableCommand.Type

        /// The word that calls it.
        package var commandName: String { type.configuration.commandName ?? "" }
        /// What it does, in a few words.
        package var abstract: String? { type.configuration.abstract }
        /// The commands of a group; `nil` for all others.
        package var subcommands: [Command]? {
            let types = type.configuration.subcommands
            return types.isEmpty ? nil : types.map(Command.init)
        }
        /// What it takes.
        ///
        /// Asked of the parser when it is first wanted: a description of all commands takes longer than most of them.
        package var arguments: [Argument]? { CommandDescriptions.shared.arguments(of: type) }
    }

    /// One argument, option or flag.
    package struct Argument: Decodable, Sendable {
        /// Whether it stands alone, takes a value or is a place in the line.
        package var kind: Kind
        /// Whether it takes several values.
        package var isRepeating: Bool
        /// Its names, without dashes.
        package var names: [Name]?
        /// What its value is called.
        package var valueName: String?
        /// The values it can have, where they are few.
        package var allValues: [String]?
        /// What completes it: a list of words, or the names of files.
        package var completionKind: CompletionKind?
        /// What it does, in a few words.
        package var abstract: String?
        /// How it finds its values: `upToNextOption` where words up to the next option are all its own.
        package var parsingStrategy: String?
        /// Whether help shows it.
        package var shouldDisplay: Bool

        /// The long name, such as `batch-size`.
        package var longName: String? { names?.first { $0.kind == "long" }?.name }

        /// Whether words up to the next option are all its values.
        package var takesSeveralWords: Bool { kind == .option && parsingStrategy == "upToNextOption" }
    }

    /// Whether an argument stands alone, takes a value or is a place in the line.
    package enum Kind: String, Decodable, Sendable {
        case positional, option, flag
    }

    /// What completes a value; of the parser's kinds, those that refit's commands use.
    package struct CompletionKind: Decodable, Sendable {
        /// Words to choose from.
        package var list: WordList?
        /// The names of files.
        package var file: FileKind?

        /// Words to choose from.
        package struct WordList: Decodable, Sendable {
            /// The words.
            package var values: [String]
        }

        /// The names of files.
        package struct FileKind: Decodable, Sendable {
            /// The endings they have; none for any.
            package var extensions: [String]
        }
    }

    /// A name, with the number of its dashes.
    package struct Name: Decodable, Sendable {
        /// `long` or `short`.
        package var kind: String
        /// The name without dashes.
        package var name: String
    }

    /// The commands that a cell can begin with.
    package let commands = RefitCommand.configuration.subcommands.map(Command.init)

    /// The commands of refit.
    package static let refit = CommandCatalog()

    /// The command of that name, with the group's command where `words` name one: `["feedback", "add"]`.
    package func command(at words: [String]) -> Command? {
        var found: Command?
        var among = commands
        for word in words {
            guard let next = among.first(where: { $0.commandName == word }) else { break }
            found = next
            among = next.subcommands ?? []
        }
        return found
    }
}

extension CommandCatalog.Command {
    /// The option or flag of that name, without dashes.
    package func option(named name: String) -> CommandCatalog.Argument? {
        arguments?.first { argument in
            argument.kind != .positional && argument.names?.contains { $0.name == name } == true
        }
    }

    /// Whether the rest of the line can be a text, a name or a path, in which an equals sign means nothing.
    package var takesWords: Bool {
        (arguments ?? []).contains { $0.kind == .positional && $0.valueName != "preset" }
    }

    /// The long names of all options and flags.
    package var optionNames: [String] {
        (arguments ?? []).filter(\.shouldDisplay).compactMap { $0.kind == .positional ? nil : $0.longName }
    }
}

/// What commands take, each described once.
private final class CommandDescriptions: Sendable {
    static let shared = CommandDescriptions()
    private let known = Mutex<[ObjectIdentifier: [CommandCatalog.Argument]]>([:])

    private struct Tool: Decodable {
        var command: Description
    }

    private struct Description: Decodable {
        var arguments: [CommandCatalog.Argument]?
    }

    func arguments(of type: any ParsableCommand.Type) -> [CommandCatalog.Argument] {
        let id = ObjectIdentifier(type)
        if let found = known.withLock({ $0[id] }) { return found }
        guard let tool = try? JSONDecoder().decode(Tool.self, from: Data(type._dumpHelp().utf8)) else {
            preconditionFailure("the argument parser describes the commands in a form that this version does not know")
        }
        let arguments = tool.command.arguments ?? []
        known.withLock { $0[id] = arguments }
        return arguments
    }
}

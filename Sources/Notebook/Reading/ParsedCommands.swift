import ArgumentParser
import Synchronization

/// A command that takes a TEXT, and beside it nothing but options.
package protocol TextCommand: NotebookCommand, Sendable {
    /// The words of the text.
    var text: [TextArgument] { get set }
}

/// Commands that need no argument parser, which takes longer than to predict a review: those without any arguments, and a
/// TEXT alone behind the name of a command that was parsed with another TEXT before.
enum ParsedCommands {
    private static let parsed = Mutex<[ObjectIdentifier: any TextCommand]>([:])

    /// The command that the words ask for; `nil` where the parser must read them.
    static func command(of line: CommandLineWords) -> (any NotebookCommand)? {
        if line.isBare {
            guard let type = line.type as? any NotebookCommand.Type else { return nil }
            return bareCommand(of: type)
        }
        guard let text = line.onlyText.flatMap(TextArgument.init(argument:)),
            var command = parsed.withLock({ $0[ObjectIdentifier(line.type)] })
        else { return nil }
        command.text = [text]
        return command
    }

    /// A command that holds nothing, and so takes no arguments; `nil` for all others.
    private static func bareCommand<Command: NotebookCommand>(of type: Command.Type) -> (any NotebookCommand)? {
        MemoryLayout<Command>.size == 0 ? type.init() : nil
    }

    /// Remembers a command that was parsed of a TEXT alone.
    static func keep(_ command: any ParsableCommand, of line: CommandLineWords) {
        guard line.onlyText != nil, let command = command as? any TextCommand else { return }
        parsed.withLock { $0[ObjectIdentifier(line.type)] = command }
    }
}

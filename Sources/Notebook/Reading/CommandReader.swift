import ArgumentParser
import Values

/// From a command's words to a command that can be run.
package enum CommandReader {
    /// Reads one command.
    ///
    /// Errors carry the characters they are about, and the nearest word where one was mistyped.
    package static func read(_ text: CommandText) throws(NotebookError) -> any NotebookCommand {
        guard let first = text.words.first else {
            throw .refused(code: "empty", message: "there is no command", remedy: nil)
        }
        if let call = try PastedCall(first) { return try SettingsCommands.command(for: call) }
        var line = CommandLineWords(text)
        try line.findCommand()
        if line.asksForHelp { return try HelpCommand.about(line.path) }
        // The parser is asked first, since what a command says of itself takes a millisecond.
        if let command = parsePlain(line) { return command }
        try line.translateOptions()
        return try parse(line)
    }

    /// The command with its words in their canonical form, and behind them the options that were left out.
    static func expanded(
        _ text: CommandText, _ command: any NotebookCommand, in session: Session
    ) -> String {
        if let whole = command.expanded(in: session) { return whole }
        guard let line = try? CommandLineWords(ofReadable: text) else { return text.source }
        return line.expanded(with: command.defaults)
    }

    /// The command of words that need no translation; `nil` where they may, or the parser refuses them in its own words.
    static func parsePlain(_ line: CommandLineWords) -> (any NotebookCommand)? {
        guard let words = line.plainWords else { return nil }
        return (try? line.type.parseAsRoot(words.map(\.text))) as? any NotebookCommand
    }

    static func parse(_ line: CommandLineWords) throws(NotebookError) -> any NotebookCommand {
        do {
            // The command itself is asked, and not the whole tree of them, which takes longer to build than to run most.
            if let command = ParsedCommands.command(of: line) { return command }
            let parsed = try line.type.parseAsRoot(line.arguments.dropFirst(line.path.count).map(\.text))
            ParsedCommands.keep(parsed, of: line)
            if let command = parsed as? any NotebookCommand { return command }
            return try HelpCommand.about(line.path)
        } catch let error as NotebookError {
            throw error
        } catch {
            throw line.error(describing: line.type.message(for: error))
        }
    }
}

import CReadline
import Foundation
package import Notebook

/// Lines from a person at a terminal, edited by GNU readline as the person's inputrc says.
///
/// Make one only when standard input and output are both terminals (`Terminal.isInteractive`): readline writes escape
/// sequences as soon as it starts. There is one a process, because readline keeps its state in globals.
package final class ReadlineReader: LineReader {
    private let history: History
    private let style: Style
    private let warn: (ShellError) -> Void
    private var hasWarned = false

    /// Prepares readline.
    ///
    /// - Parameters:
    ///   - completions: What answers the Tab key.
    ///   - history: What the arrow keys and Ctrl-R look through; it is read here.
    ///   - style: The colour of the prompt.
    ///   - warn: Told when the history cannot be read or written, each once; the session goes on without.
    package init(
        completions: any CompletionSource, history: History, style: Style, warn: @escaping (ShellError) -> Void
    ) {
        self.history = history
        self.style = style
        self.warn = warn
        Self.useLocaleOfTerminal()
        unsafe refit_rl_configure(ReadlineState.name)
        unsafe refit_rl_set_key_reader(readKey)
        ReadlineState.installCompletion(completions)
        do {
            try history.load()
        } catch {
            warn(error)
        }
    }

    package func readLine(prompt: String) -> LineSignal {
        // A Ctrl-C that came between two commands was meant for something that has ended.
        Interrupts.takeInterrupt()
        unsafe ReadlineState.drop = .none
        // The window may have been resized while a command ran and readline was not listening.
        if unsafe ReadlineState.hasStarted { rl_reset_screen_size() }
        unsafe ReadlineState.hasStarted = true
        let shown = style.paintPrompt(prompt, .green)
        let line = unsafe Interrupts.whilePrompting { unsafe readline(shown) }
        guard let line = unsafe line else { return endOfLine() }
        defer { unsafe free(line) }
        let text = Self.withoutLastNewlines(unsafe String(cString: line))
        remember(text)
        return .lines(text)
    }

    private func endOfLine() -> LineSignal {
        history.dropUnfinished()
        if Interrupts.isTerminated { return .endOfInput }
        if unsafe ReadlineState.drop != .none {
            Interrupts.takeInterrupt()
            return .interrupted
        }
        refit_rl_new_row()
        return .endOfInput
    }

    private func remember(_ text: String) {
        do {
            try history.add(text)
        } catch {
            // The next line would fail for the same reason.
            if !hasWarned { warn(error) }
            hasWarned = true
        }
    }

    /// A pasted block often ends in a newline or two that start no cell of their own.
    private static func withoutLastNewlines(_ text: String) -> String {
        var text = text
        while text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// Makes readline take typed bytes as UTF-8, also in the C locale of small containers, in which it would take `é`
    /// for two Meta keys; only `LC_ALL` insists on another encoding.
    private static func useLocaleOfTerminal() {
        unsafe setlocale(LC_CTYPE, "")
        let encoding = unsafe String(cString: nl_langinfo(nl_item(CODESET)))
        let insists = ProcessInfo.processInfo.environment["LC_ALL"].map { !$0.isEmpty } ?? false
        guard encoding != "UTF-8", !insists else { return }
        // Readline sets the locale again from the environment.
        unsafe setenv("LC_CTYPE", "C.UTF-8", 1)
        unsafe setlocale(LC_CTYPE, "")
    }
}

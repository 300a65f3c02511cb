import Foundation
package import Notebook
package import Values

/// The notebook's words on the process's own streams.
package final class TerminalFrontEnd: FrontEnd {
    /// Whether a person types the cells: Ctrl-C then ends a command and not the notebook.
    package var isConversation = false {
        didSet { if isConversation { Interrupts.converse() } }
    }
    private let style: Style
    private var bar: ProgressBar?

    /// A front end whose diagnostics are coloured as `style` says.
    package init(style: Style) {
        self.style = style
    }

    package var width: Int {
        Terminal.isTerminal(STDOUT_FILENO) ? Terminal.size().columns : 100
    }

    package var ending: ExitStatus? {
        guard let status = Interrupts.exitStatus, !isConversation || Interrupts.isTerminated else { return nil }
        return ExitStatus(rawValue: status) ?? .terminated
    }

    package func write(_ text: String) {
        guard !text.isEmpty else { return }
        bar?.clear()
        Pager.page(WorkflowCommands.disarmed(text))
    }

    package func diagnose(_ line: String) {
        let painted =
            line.hasPrefix("error:")
            ? style.paint("error:", .red) + line.dropFirst(6)
            : line.hasPrefix("note:") ? style.paint("note:", .yellow) + line.dropFirst(5) : line
        bar?.clear()
        StandardStream.diagnostics.write(WorkflowCommands.disarmed(painted) + "\n")
    }

    package var isInterrupted: Bool { Interrupts.isInterrupted }

    package func beginCommand(_ name: String) -> any WorkMonitor {
        let bar = ProgressBar(title: name, style: style)
        self.bar = bar
        return bar
    }

    package func endCommand() {
        bar?.clear()
        bar = nil
    }
}

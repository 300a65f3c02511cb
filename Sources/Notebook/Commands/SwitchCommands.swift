import Values
package import ArgumentParser

/// `mode`: shows or changes the form of the results.
package struct ModeCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mode", abstract: "Show, or change, the form of the results.")
    package static let examples = ["mode", "mode json"]
    package static let isMeta = true

    @Argument(help: "text, json, csv, markdown or latex.")
    package var mode: OutputMode?

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        if let mode, !session.keepsMode { session.mode = mode }
        return CellOutput(
            result: ["mode": .text(session.mode.rawValue)],
            blocks: mode == nil ? [.prose("mode is \(session.mode.rawValue)")] : [])
    }
}

extension OutputMode: ExpressibleByArgument {}

/// `timer`: shows or changes whether times are shown.
package struct TimerCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "timer", abstract: "Show, or change, whether time and memory are shown.")
    package static let examples = ["timer on", "timer off"]
    package static let isMeta = true

    @Argument(help: "on or off.")
    package var state: State?

    /// Whether the timer runs.
    package enum State: String, CaseIterable, ExpressibleByArgument, Sendable {
        case on, off
    }

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        if let state { session.showsTime = state == .on }
        return CellOutput(
            result: ["timer": session.showsTime ? "on" : "off"],
            blocks: state == nil ? [.prose("timer is \(session.showsTime ? "on" : "off")")] : [])
    }
}

/// `quit`: ends the session.
package struct QuitCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(commandName: "quit", abstract: "End the session.")
    package static let examples = ["quit"]
    package static let isMeta = true

    package init() {}

    package func run(in session: Session) throws -> CellOutput {
        session.isOver = true
        return CellOutput()
    }
}

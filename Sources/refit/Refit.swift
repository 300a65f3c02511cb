import Experiments
import Feedback
import Files
import Foundation
import Notebook
import Shell
import Values

/// The program: its arguments, and the status it ends with.
@main
enum Refit {
    static func main() {
        ProcessMemory.keepLittle()
        SQLiteStatistics.end()
        Interrupts.install()
        let invocation: Invocation
        do throws(Invocation.Misuse) {
            invocation = try Invocation(Array(CommandLine.arguments.dropFirst()))
        } catch {
            complain("\(error.message.printable); see refit --help")
            end(.usage)
        }
        end(run(invocation))
    }

    private static func run(_ invocation: Invocation) -> ExitStatus {
        guard invocation.plan == nil else { return replay(invocation) }
        if let trial = invocation.trial { return carryOut(trial) }
        let session = Session()
        session.mode = invocation.mode
        session.program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let state = StateFolder.path()
        session.trialFolder = state.map { "\($0)/comparisons" }
        session.isRecorded = invocation.isSession
        session.log = invocation.isSession ? state.map { SessionLog(folder: "\($0)/sessions") } : nil
        let frontEnd = TerminalFrontEnd(style: Style(invocation.color, for: STDERR_FILENO))
        func loop(stops: Bool = true, file: String? = nil) -> CommandLoop {
            CommandLoop(
                session: session, frontEnd: frontEnd,
                options: .init(
                    stopsAtFirstError: stops && !invocation.keepsGoing, echoes: invocation.echoes, file: file))
        }
        switch invocation.input {
        case .version:
            frontEnd.write("refit \(Version.current)\n")
            return .done
        case .help:
            frontEnd.write(Usage.text)
            return .done
        case .command(let words):
            return loop().run(words: words)
        case .text(let text):
            let status = loop().run(text: text)
            return invocation.staysOpen && Terminal.isInteractive && !session.isOver
                ? converse(session, frontEnd, invocation) : status
        case .standardInput where Terminal.isInteractive:
            return converse(session, frontEnd, invocation)
        case .standardInput, .file("-"):
            return loop(file: "standard input").run(PipeReader())
        case .file(let path):
            do {
                return try run(file: path, invocation, session, frontEnd)
            } catch let misuse as Invocation.Misuse {
                complain("\(misuse.message.printable); see refit --help")
                return .usage
            } catch {
                complain(NotebookError(error).description)
                return .failed
            }
        }
    }

    /// Carries out a replay's script below its scratch folder, and leaves its record there.
    private static func replay(_ invocation: Invocation) -> ExitStatus {
        guard case .file(let path) = invocation.input, let planPath = invocation.plan else { return .usage }
        do {
            let plan = try ReplayPlan(path: planPath)
            Interrupts.end(with: plan.parent)
            let workspace = Workspace(.init(folder: plan.scratch, base: .inputs(plan.inputs)))
            workspace.aliases = plan.aliases
            let session = Session(workspace: workspace)
            session.mode = invocation.mode
            session.keepsMode = true
            let frontEnd = TerminalFrontEnd(style: Style(invocation.color, for: STDERR_FILENO))
            let loop = CommandLoop(
                session: session, frontEnd: frontEnd, options: .init(stopsAtFirstError: true, file: path))
            let status = loop.run(try ScriptReader(path: path))
            try session.writeReplay(to: RunFolder(plan.record))
            return status
        } catch {
            complain(NotebookError(error).description)
            return .failed
        }
    }

    /// Carries a timed trial out, and writes what it came to.
    private static func carryOut(_ path: String) -> ExitStatus {
        do {
            let trial = try TimedTrial(path: path)
            Interrupts.end(with: trial.parent)
            let result = try trial.carryOut()
            StandardStream.output.write(result.json.text + "\n")
            return .done
        } catch {
            complain(NotebookError(error).description)
            return .failed
        }
    }

    /// Talks with a person until they leave.
    private static func converse(
        _ session: Session, _ frontEnd: TerminalFrontEnd, _ invocation: Invocation
    ) -> ExitStatus {
        frontEnd.isConversation = true
        if session.cells.isEmpty { frontEnd.diagnose(Usage.banner) }
        let reader = ReadlineReader(
            completions: NotebookCompleter(session: session),
            history: History(
                path: History.standardPath(),
                isUnfinished: { if case .unfinished = CellText($0) { true } else { false } }),
            style: Style(invocation.color, for: STDOUT_FILENO),
            warn: { frontEnd.diagnose("note: \($0)") })
        let loop = CommandLoop(
            session: session, frontEnd: frontEnd, options: .init(stopsAtFirstError: false, isInteractive: true))
        let status = loop.run(reader)
        if session.hasUnsavedModel {
            let log = session.log.map { "; the cells are kept: save again.refit --log \($0.path)" } ?? ""
            frontEnd.diagnose("note: the model was not exported and is gone\(log)")
        }
        // A person has seen each error; leaving is no failure.
        return [.failed, .differs, .undecided].contains(status) ? .done : status
    }

    private static func complain(_ message: String) {
        StandardStream.diagnostics.write("refit: \(message)\n")
    }

    private static func end(_ status: ExitStatus) -> Never {
        exit(status.rawValue)
    }
}

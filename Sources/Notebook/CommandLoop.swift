import Experiments
import Files
import Values

/// Reads cells, runs them and writes what they have to say, until the input ends.
package final class CommandLoop {
    /// What the cells share.
    package let session: Session
    let frontEnd: any FrontEnd
    let options: Options
    private var status = ExitStatus.done

    /// How a loop behaves.
    package struct Options: Sendable {
        /// Whether the loop ends at the first cell that fails, as a script does.
        package var stopsAtFirstError: Bool
        /// Whether a person types: a pasted block ends at the first cell that fails, the loop does not.
        package var isInteractive = false
        /// Whether each command is written before its output, with its number.
        package var echoes = false
        /// The script's name for error messages, or `nil` for a person's input.
        package var file: String?

        /// Describes a loop's behaviour.
        package init(
            stopsAtFirstError: Bool, isInteractive: Bool = false, echoes: Bool = false, file: String? = nil
        ) {
            self.stopsAtFirstError = stopsAtFirstError
            self.isInteractive = isInteractive
            self.echoes = echoes
            self.file = file
        }
    }

    /// A loop over one session.
    package init(session: Session, frontEnd: any FrontEnd, options: Options) {
        self.session = session
        session.diagnose = { frontEnd.diagnose(DisplayWidth.oneLine($0)) }
        self.frontEnd = frontEnd
        self.options = options
    }

    /// Runs what a reader yields until it ends, `quit` is asked for, a signal arrives or, in a script, a cell fails.
    ///
    /// `firstLine` is the number of the reader's first line in its file, for error messages.
    package func run(_ reader: any LineReader, firstLine: Int = 1) -> ExitStatus {
        var pending = ""
        var line = firstLine
        var open: Character?
        while !session.isOver {
            if let ending = frontEnd.ending { return ending }
            switch reader.readLine(prompt: pending.isEmpty ? prompt : continuationPrompt) {
            case .interrupted:
                line += pending.lineCount
                pending = ""
                open = nil
            case .endOfInput where options.isInteractive && !pending.isEmpty:
                // Ctrl-D on a continued line drops the cell; on an empty one it ends the session.
                pending = ""
                open = nil
            case .endOfInput:
                if !pending.isEmpty { runUnfinished(pending, line: line) }
                return frontEnd.ending ?? status
            case .lines(let lines):
                pending += pending.isEmpty ? lines : "\n" + lines
                // A long quote is read again only when a line comes that may close it.
                if let open, !Self.mayClose(open, lines) { continue }
                open = nil
                guard let isGood = runIfFinished(pending, line: line) else {
                    open = Self.opening(of: pending)
                    continue
                }
                if !isGood, options.stopsAtFirstError { return frontEnd.ending ?? failure }
                line += pending.lineCount
                pending = ""
            }
        }
        return frontEnd.ending ?? status
    }

    /// Runs the commands of one text, such as `refit -c` takes.
    package func run(text: String) -> ExitStatus {
        if runIfFinished(text, line: 1) == nil { runUnfinished(text, line: 1) }
        return frontEnd.ending ?? status
    }

    /// Runs one command whose words bash has split; a word that cannot be read is wrong usage.
    package func run(words: [String]) -> ExitStatus {
        let text = CommandText(words: words)
        let place = Place(source: text.source, line: 1)
        do throws(NotebookError) {
            let filled = try text.filled(from: session.parameters)
            let command = try CommandReader.read(filled)
            let isGood = run(command, text: filled, at: place)
            if isGood, command is FitCommand {
                frontEnd.diagnose("note: the model goes with this process; keep one with refit -c 'fit …; export PATH'")
            }
            return isGood ? .done : frontEnd.ending ?? failure
        } catch {
            report(error, text: text, at: place, seconds: 0)
            return .usage
        }
    }

    /// The quote, bracket or backslash that keeps a text from being finished.
    private static func opening(of text: String) -> Character? {
        guard case .unfinished(let opening) = CellText(text) else { return nil }
        return Array(text)[opening].first
    }

    private static func mayClose(_ open: Character, _ line: String) -> Bool {
        switch open {
        case "\\": !line.hasSuffix("\\")
        case "(", "[", "{": line.contains { ")]}".contains($0) }
        default: line.contains(open)
        }
    }

    /// The status after a cell that did not do what it should, also where it was only left out.
    private var failure: ExitStatus { status == .done ? .failed : status }

    private var prompt: String { "[\(session.cells.count + 1)]: " }

    private var continuationPrompt: String {
        DisplayWidth.pad("...: ", to: prompt.count, atLeft: true)
    }
}

extension CommandLoop {
    /// Where a command's text comes from.
    private struct Place {
        var source: String
        var line: Int
    }

    /// Runs a text's commands, up to the first that fails; `nil` where the text is not finished.
    private func runIfFinished(_ source: String, line: Int) -> Bool? {
        guard case .commands(let commands) = CellText(source) else { return nil }
        for (index, text) in commands.enumerated() {
            if index > 0, frontEnd.isInterrupted {
                frontEnd.diagnose("note: interrupted; \(text.source) and what follows it were not run")
                return false
            }
            let isGood = run(text, at: Place(source: source, line: line)) && runPendingCells()
            if session.isOver { return true }
            if frontEnd.ending != nil { return false }
            if !isGood, options.stopsAtFirstError || options.isInteractive {
                let left = commands.count - index - 1
                if left > 0, options.isInteractive {
                    frontEnd.diagnose("note: \(Numerals.counted(left, "command")) behind it not run")
                }
                return false
            }
        }
        return true
    }

    private func runPendingCells() -> Bool {
        let sources = session.pendingCells
        session.pendingCells = []
        return sources.allSatisfy { runIfFinished($0, line: 1) == true }
    }

    private func runUnfinished(_ source: String, line: Int) {
        guard case .unfinished(let opening) = CellText(source) else { return }
        let opened = Array(source)[opening].map(String.init).joined()
        let error = NotebookError.syntax(
            message: opened == "\\" ? "the line is continued, but nothing follows" : "this \(opened) is not closed",
            remedy: opened == "\\" ? "take the backslash away" : nil, range: opening)
        let text = CommandText(range: 0..<source.count, source: source, words: [])
        report(error, text: text, at: Place(source: source, line: line), seconds: 0)
    }

    private func run(_ text: CommandText, at place: Place) -> Bool {
        log { log throws(FileError) in try log.begin(cell: session.cells.count + 1, input: text.source) }
        if options.echoes { frontEnd.write("\(prompt)\(DisplayWidth.lines(text.source))\n") }
        do throws(NotebookError) {
            let filled = try text.filled(from: session.parameters)
            let command = try CommandReader.read(filled)
            return run(command, text: filled, at: place)
        } catch {
            report(error, text: text, at: place, seconds: 0)
            return false
        }
    }

    private func run(_ command: any NotebookCommand, text: CommandText, at place: Place) -> Bool {
        session.monitor = frontEnd.beginCommand(text.words.first?.text ?? "working")
        session.width = frontEnd.width
        let saved = command.saved(in: session) ?? text.source
        session.recorder.begin(
            input: saved, expanded: { CommandReader.expanded(text, command, in: self.session) },
            seed: command.seed.map { Int($0) })
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = Result { try command.run(in: session) }
        let seconds = (clock.now - start).seconds
        frontEnd.endCommand()
        session.monitor = nil
        switch outcome {
        case .success(let output):
            // What was judged not to hold has changed nothing, so that scripts and records go on without it.
            let isMeta = type(of: command).isMeta || output.status != .done
            let number = session.cells.count + 1
            session.remember(
                Cell(
                    number: number, source: text.source, saved: saved, succeeded: true, isMeta: isMeta,
                    prose: (command as? NoteCommand)?.text.joined, output: Cell.Output(output, by: command)))
            log { log throws(FileError) in
                try log.end(
                    cell: number, isMeta: isMeta, result: output.result, seconds: seconds,
                    saved: saved == text.source ? nil : saved)
            }
            if !isMeta { session.keepFigures(of: output.result) }
            // What a record needs takes longer to say than some commands take.
            if isMeta || !session.isRecorded {
                session.recorder.drop()
            } else {
                let figures = RecordedFigures(of: output.result, by: command)
                session.recorder.end(figures: figures.compared, volatile: figures.volatile, seconds: seconds)
            }
            if session.mode == .json {
                let cell = CellReport(number: number, input: text.source, seconds: seconds)
                frontEnd.write(cell.json(of: output) + "\n")
            } else {
                frontEnd.write(session.mode.render(output, width: session.width))
            }
            output.notes.forEach { frontEnd.diagnose("note: \(DisplayWidth.oneLine($0))") }
            if session.showsTime { frontEnd.diagnose(Resources.sentence(seconds: seconds)) }
            status = status.worse(of: output.status)
            return output.status == .done
        case .failure(let error):
            session.recorder.drop()
            report(NotebookError(error), text: text, at: place, seconds: seconds)
            return false
        }
    }

    /// Writes to the session's log; where that fails, the session goes on without it.
    private func log(_ write: (SessionLog) throws(FileError) -> Void) {
        guard let log = session.log else { return }
        do throws(FileError) {
            try write(log)
        } catch {
            frontEnd.diagnose("note: this session is not logged: \(DisplayWidth.oneLine(error.message))")
        }
    }

    private func report(_ error: NotebookError, text: CommandText, at place: Place, seconds: Double) {
        status = status.worse(of: error.exitStatus)
        let number = session.cells.count + 1
        session.remember(
            Cell(number: number, source: text.source, saved: text.source, succeeded: false, isMeta: false))
        log { log throws(FileError) in try log.end(cell: number, isMeta: false, result: nil, seconds: seconds) }
        if session.mode == .json {
            let cell = CellReport(number: number, input: text.source, seconds: seconds)
            frontEnd.write(cell.json(of: error) + "\n")
        }
        let range = error.range ?? text.range(ofSettingIn: error)
        let excerpt = SourceExcerpt(
            source: place.source, range: range ?? text.range, firstLine: place.line, width: session.width)
        let file = options.file.map { "\($0):\(excerpt.line): " } ?? ""
        frontEnd.diagnose("\(file)error: \(DisplayWidth.oneLine(error.message))")
        if range != nil { excerpt.lines.forEach(frontEnd.diagnose) }
        if let remedy = error.remedy { frontEnd.diagnose("  \(DisplayWidth.oneLine(remedy))") }
    }
}

extension CommandText {
    /// Where the setting that an error is about was given, as `--name value` or `name=value`.
    fileprivate func range(ofSettingIn error: NotebookError) -> Range<Int>? {
        let setting = error.evidence.first { $0.name == "setting" }
        guard case .text(let name) = setting?.value else { return nil }
        let spellings = [name, "--" + name, "--" + name.replacing("_", with: "-")]
        for (index, word) in words.enumerated() {
            let typed = String(word.text.prefix { $0 != "=" })
            guard spellings.contains(typed) else { continue }
            let last = word.text.contains("=") || index + 1 == words.count ? word : words[index + 1]
            return word.range.lowerBound..<last.range.upperBound
        }
        return nil
    }
}

/// The figures of a result, those that are never the same twice apart.
struct RecordedFigures {
    /// Figures that a replay compares.
    var compared: [RunRecord.Figure] = []
    /// Figures that it does not.
    var volatile: [RunRecord.Figure] = []

    init(of result: JSONValue, by command: any NotebookCommand) {
        guard type(of: command).findsFigures else { return }
        let names = type(of: command).volatileFigures
        for (key, value) in result.figures() {
            if RecordedFigures.isVolatile(key, among: names) {
                volatile.append(RunRecord.Figure(key, value))
            } else {
                compared.append(RunRecord.Figure(key, value))
            }
        }
    }

    /// Whether a figure is one of the volatile ones, or a part of one: `duration_seconds` names
    /// `strategies[0].duration_seconds.median`, too.
    static func isVolatile(_ key: String, among names: Set<String>) -> Bool {
        !names.isEmpty && key.split(separator: ".").contains { names.contains(String($0.prefix { $0 != "[" })) }
    }
}

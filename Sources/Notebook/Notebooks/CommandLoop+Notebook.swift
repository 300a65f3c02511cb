import Values

extension CommandLoop {
    /// Runs the commands of a notebook's fences, and returns with the status the cells of each fence that was begun.
    ///
    /// Errors name the lines of the notebook's file. A command may not go on from one fence to the next. `before` is called
    /// with each fence that is about to be run.
    package func run(
        _ notebook: MarkdownNotebook, before: (MarkdownNotebook.Fence) -> Void = { _ in }
    ) -> (status: ExitStatus, results: [[Cell]]) {
        var status = ExitStatus.done
        var results: [[Cell]] = []
        for fence in notebook.fences {
            if session.isOver || frontEnd.ending != nil { break }
            before(fence)
            let first = session.cells.count
            status = run(ScriptReader(text: fence.commands.joined(separator: "\n")), firstLine: fence.firstLine)
            results.append(Array(session.cells[first...]))
            if status != .done, options.stopsAtFirstError { break }
        }
        return (frontEnd.ending ?? status, results)
    }
}

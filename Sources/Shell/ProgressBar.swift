import Foundation
import Notebook
import Values

/// How far long work has come, on one row of standard error.
///
/// Nothing is shown before half a second of work, nor unless standard error is a terminal that understands escape
/// sequences. ``clear()`` takes the row away; call it before anything else is printed.
package final class ProgressBar: WorkMonitor {
    private let title: String
    private let style: Style
    private let isShown: Bool
    private let clock = ContinuousClock()
    private var progress: Progress?
    private var lastDrawn: ContinuousClock.Instant?

    /// Work shorter than this shows no bar.
    private static let patience = Duration.milliseconds(500)
    /// The shortest time between two drawings.
    private static let interval = Duration.milliseconds(100)

    /// A bar for one command, whose name is the title; the style is the decision for standard error.
    package convenience init(
        title: String, style: Style,
        environment: @autoclosure () -> [String: String] = ProcessInfo.processInfo.environment
    ) {
        let isShown = Terminal.isTerminal(STDERR_FILENO) && !Terminal.isDumb(environment: environment())
        self.init(title: title, style: style, isShown: isShown)
    }

    /// A bar that is shown or not, as given.
    init(title: String, style: Style, isShown: Bool) {
        self.title = title
        self.style = style
        self.isShown = isShown
    }

    package var isInterrupted: Bool { Interrupts.isInterrupted }

    package func advance(to done: Int, of total: Int?, unit: String) {
        guard isShown else { return }
        let now = clock.now
        // Another unit, or less done than before: the command has begun another pass, with a rate of its own.
        if progress == nil || progress?.unit != unit || done < progress?.done ?? 0 {
            progress = Progress(began: now, first: done, done: done, total: total, unit: unit)
        }
        progress?.done = done
        progress?.total = total
        guard let progress, now - progress.began >= Self.patience else { return }
        if let lastDrawn, now - lastDrawn < Self.interval { return }
        lastDrawn = now
        let columns = Terminal.size(of: STDERR_FILENO).columns
        let row = ProgressRow(
            title: title, done: done, first: progress.first, total: total, unit: unit,
            seconds: (now - progress.began).seconds)
        StandardStream.diagnostics.write("\r\(row.render(columns: columns, style: style))\u{1B}[K")
    }

    /// Clears the row, if there is one; the work may go on and draw it again.
    package func clear() {
        if lastDrawn != nil { StandardStream.diagnostics.write("\r\u{1B}[K") }
        lastDrawn = nil
    }

    private struct Progress {
        var began: ContinuousClock.Instant
        var first: Int
        var done: Int
        var total: Int?
        var unit: String
    }
}

import Notebook
import Values

/// One drawing of a progress bar: what is known at a moment, as text.
package struct ProgressRow: Hashable, Sendable {
    /// A word before the bar.
    package var title: String
    /// Units finished.
    package var done: Int
    /// Units that were finished when the clock began.
    package var first: Int
    /// All units, or `nil` while unknown.
    package var total: Int?
    /// What a unit is called, in the plural.
    package var unit: String
    /// Seconds since the work began.
    package var seconds: Double

    /// Gathers what is known; `first` is 0 unless the clock began later than the work.
    package init(title: String, done: Int, first: Int = 0, total: Int?, unit: String, seconds: Double) {
        self.title = title
        self.done = done
        self.first = first
        self.total = total
        self.unit = unit
        self.seconds = seconds
    }

    /// Units a second since the work began; 0 when no time has passed.
    package var rate: Double { seconds > 0 ? Double(done - first) / seconds : 0 }

    /// The share done, between 0 and 1, or `nil` without a total.
    package var share: Double? {
        guard let total, total > 0 else { return nil }
        return min(1, max(0, Double(done) / Double(total)))
    }

    /// Seconds until the end at the present rate, or `nil` while they cannot be told.
    package var secondsLeft: Double? {
        guard let total, rate > 0 else { return nil }
        return max(0, Double(total - done) / rate)
    }

    /// The row, at most `columns` - 1 characters wide, so that no terminal wraps it.
    ///
    /// Where it is narrow, the bar goes first, then the rate, then the rest is cut.
    package func render(columns: Int, style: Style) -> String {
        let room = max(1, columns - 1)
        let amount =
            total.map { "\(Numerals.grouped(done)) of \(Numerals.grouped($0)) \(unit)" }
            ?? "\(Numerals.grouped(done)) \(unit)"
        let percent = share.map { "\(Int($0 * 100))%".padded(to: 4) }
        let speed = speed
        let left = secondsLeft.map { "\(clockTime($0)) left" }
        let all = [title, percent, amount, speed, left].compactMap(\.self).joined(separator: "  ")
        let barWidth = min(30, room - all.count - 4)
        if let share, barWidth >= 8 {
            let filled = Int(share * Double(barWidth))
            let bar = style.paint(String(repeating: "#", count: filled), .green)
            let rest = String(repeating: "-", count: barWidth - filled)
            let behind = [percent, amount, speed, left].compactMap(\.self).joined(separator: "  ")
            return "\(title)  [\(bar)\(rest)]\(behind.isEmpty ? "" : " ")\(behind)"
        }
        if all.count <= room { return all }
        let short = [title, percent, amount, left].compactMap(\.self).joined(separator: "  ")
        return String(short.prefix(room))
    }

    /// The rate in the shortest time in which one unit and more is done: `7,500/s`, `12/min`; `nil` where none was.
    private var speed: String? {
        let units = [("s", rate), ("min", rate * 60), ("h", rate * 3600)]
        guard rate > 0, let found = units.first(where: { $0.1 >= 1 }) ?? units.last else { return nil }
        return "\(Numerals.grouped(Int(found.1.rounded())))/\(found.0)"
    }

    /// Minutes and seconds, with hours where there are any, rounded up: `0:07`, `1:02:03`.
    private func clockTime(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(.up), 359_999))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        let tail = String(rest).padded(to: 2, with: "0")
        return hours > 0 ? "\(hours):\(String(minutes).padded(to: 2, with: "0")):\(tail)" : "\(minutes):\(tail)"
    }
}

extension String {
    /// The text with `filler` before it up to `width` characters.
    fileprivate func padded(to width: Int, with filler: Character = " ") -> String {
        String(repeating: filler, count: max(0, width - count)) + self
    }
}

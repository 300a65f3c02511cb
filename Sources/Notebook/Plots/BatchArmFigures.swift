import Experiments
import Plots
import Values

/// The figures of `compare batches` with the names of the arms, which no figures are.
struct BatchArmFigures {
    let command: RunFigures.Command
    let arms: [BatchArm]
    /// The command as it was read.
    let options: CompareBatchesCommand

    /// The figures of a command; `nil` where it is no such comparison, or its figures are not those of its arms.
    init?(of command: RunFigures.Command) {
        let count = command.figures.elements(of: "strategies", member: "batch_size")
        guard 1...CompareBatchesCommand.mostArms ~= count,
            let options = CompareBatchesCommand.recorded(command, beginning: "compare batches")
        else { return nil }
        let combinations = options.vary.reduce(1) {
            min(CompareBatchesCommand.mostArms + 1, $0 * max(1, $1.values.count))
        }
        guard combinations <= CompareBatchesCommand.mostArms,
            options.strategies.count <= CompareBatchesCommand.mostArms,
            let rows = command.figures.count("strategies[0].rows")
        else { return nil }
        let ways = BatchArm.all(
            of: options.strategies.map(\.strategy), settings: VaryArgument.combinations(of: options.vary), rows: rows)
        arms = options.control == .replay ? ways + ways.map(\.control) : ways
        guard arms.count == count else { return nil }
        (self.command, self.options) = (command, options)
    }

    /// The database that the command names; `nil` where it was open.
    var database: String? { options.database.database?.typed }

    /// The feedback as it is called, where the command names it.
    var feedback: String { database.map { "the feedback of \($0)" } ?? "the feedback" }
}

extension BatchArmFigures {
    /// How much more often each arm is right than the model as it begins, than the first one, and than its control.
    var differencesChart: Chart? {
        let pairs = BatchArm.pairs(of: arms)
        guard command.figures.elements(of: "comparisons", member: "difference") >= pairs.count else { return nil }
        let changes = command.figures.elements(of: "changes", member: "difference", most: arms.count)
        let rows =
            (0..<changes).map { (key: "changes[\($0)]", arm: $0, title: "less the model as it begins") }
            + pairs.enumerated().map { index, pair in
                let other =
                    arms[pair.other].isControl ? "as many rows that the model had learned, again" : arms[0].name
                return (key: "comparisons[\(index)]", arm: pair.arm, title: "less \(other)")
            }
        guard !rows.isEmpty else { return nil }
        let margin = (command.figures.number("margin") ?? 0) * 100
        var groups: [Chart.Rows.Group] = []
        var values = [-margin, margin, 0]
        for (key, arm, title) in rows {
            guard let mark = mark(key, arms[arm].name) else { return nil }
            values += [mark.value] + (mark.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
            if groups.last?.title != Chart.name(title) { groups.append(.init(title, marks: [])) }
            groups[groups.count - 1].marks.append(mark)
        }
        guard values.allSatisfy({ abs($0) <= Axis.most }) else { return nil }
        let replicates = Numerals.counted(command.figures.count("replicates") ?? 0, "replicate")
        let documents = Numerals.counted(command.figures.count("test_documents") ?? 0, "test document")
        return Chart(
            title: "difference of accuracy after \(feedback)",
            caption: "Intervals of 95 % over \(replicates) and \(documents). A filled point: p < 0.05 after Holm's "
                + "correction. Shaded: what would not matter, within \(Numerals.decimal(margin, places: 1)) points.",
            body: .rows(
                .init(
                    axis: Axis("difference of accuracy in percentage points", covering: values),
                    band: min(-margin, margin)...max(-margin, margin), groups: groups)))
    }

    private func mark(_ key: String, _ name: String) -> Chart.Rows.Mark? {
        func number(_ name: String) -> Double? { command.figures.number("\(key).\(name)") }
        guard let value = number("difference"), let low = number("low"), let high = number("high"), low <= high else {
            return nil
        }
        let p = number("adjusted_p_value")
        let points = Numerals.signed(value * 100, places: 2)
        return .init(
            name, value: value * 100, interval: (low * 100)...(high * 100),
            note: p.map { "\(points), p \(Numerals.pValue($0))" } ?? points,
            isSettled: p.map { $0 < 0.05 } ?? false)
    }

    /// What the ways of feeding back cost: time against memory, with the accuracy that they come to.
    var strategiesChart: Chart? {
        let points = arms.indices.compactMap { arm -> Chart.Point? in
            func number(_ key: String) -> Double? { command.figures.number("strategies[\(arm)].\(key)") }
            guard let seconds = number("duration_seconds.median"), seconds > 0, seconds <= Axis.most,
                let memory = number("memory_over_model_bytes"), abs(memory) <= Axis.most
            else { return nil }
            let accuracy = number("accuracy.mean").map { ", \(Numerals.decimal($0, places: 4))" } ?? ""
            return .init(x: seconds, y: memory / 1e6, label: arms[arm].name + accuracy)
        }
        guard let least = points.map(\.x).min(), let most = points.map(\.x).max() else { return nil }
        let isLogarithmic = most > 10 * least
        return Chart(
            title: "time and memory of learning \(feedback)",
            caption: "Behind each name: the mean accuracy on held-out documents, "
                + "\(Numerals.decimal(command.figures.number("starting_accuracy") ?? .nan, places: 4)) before. "
                + "Time: the median of processes of their own. Memory: the most while learning, less that of the open model.",
            body: .plane(
                .init(
                    x: Axis(
                        isLogarithmic ? "seconds (logarithmic)" : "seconds",
                        covering: points.map(\.x) + (isLogarithmic ? [] : [0]), isLogarithmic: isLogarithmic),
                    y: Axis("memory in MB", covering: points.map(\.y) + [0]),
                    series: [.init("strategies", points: points, isLine: false)])))
    }
}

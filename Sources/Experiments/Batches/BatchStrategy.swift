package import Feedback
package import Values

/// A way of feeding feedback back: how rows leave the database, and so how many one `partial_fit` gets.
package struct BatchStrategy: Hashable, Sendable, CustomStringConvertible {
    /// How rows leave the database.
    package let fetch: FetchStrategy
    /// The rows of one call with `fetchmany`, from 1; `nil` with the others.
    package let batchSize: Int?

    /// Reads `fetchone`, `fetchmany:1000` or `fetchall`.
    ///
    /// `fetchmany` alone takes `usual` rows a call, as many as `update` does. `nil` for anything else.
    package init?(_ text: String, usual: Int) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let fetch = FetchStrategy(rawValue: String(parts[0])), parts.count <= 2 else { return nil }
        self.fetch = fetch
        guard fetch == .fetchmany else {
            guard parts.count == 1 else { return nil }
            batchSize = nil
            return
        }
        guard let size = parts.count == 2 ? Int(parts[1].filter { $0 != "_" }) : usual, size >= 1 else { return nil }
        batchSize = size
    }

    package var description: String {
        batchSize.map { "\(fetch.rawValue):\($0)" } ?? fetch.rawValue
    }

    /// How many of `rows` rows the first call gets.
    package func batchSize(of rows: Int) -> Int {
        switch fetch {
        case .fetchone: min(1, rows)
        case .fetchmany: min(batchSize ?? rows, rows)
        case .fetchall: rows
        }
    }
}

/// One of the ways that are compared: a strategy, settings of the classifier that it learns by, and what it learns.
package struct BatchArm: Hashable, Sendable {
    /// How rows come.
    package let strategy: BatchStrategy
    /// Settings in the place of the model's own.
    package let settings: [Parameter]
    /// The strategies whose batches are the same on these rows, which were run once.
    package var same: [BatchStrategy] = []
    /// Whether it learns rows again that the model has learned, instead of feedback.
    package var isControl = false

    /// An arm.
    package init(_ strategy: BatchStrategy, settings: [Parameter] = []) {
        self.strategy = strategy
        self.settings = settings
    }

    /// What it is called: `fetchmany:10000 = fetchall, alpha=0.001`, or `replay by fetchall`.
    package var name: String {
        let strategies = ([strategy] + same).map(\.description).joined(separator: " = ")
        return ([(isControl ? "replay by " : "") + strategies] + settings.map { "\($0.name)=\($0.value)" }).joined(
            separator: ", ")
    }

    /// The same way with rows that the model has learned.
    package var control: BatchArm {
        var control = self
        control.isControl = true
        return control
    }

    /// The arms of strategies and settings, each pair once; those whose batches coincide on `rows` rows are one.
    package static func all(
        of strategies: [BatchStrategy], settings: [[Parameter]], rows: Int
    ) -> [BatchArm] {
        var arms: [BatchArm] = []
        for settings in settings.isEmpty ? [[]] : settings {
            for strategy in strategies {
                let size = strategy.batchSize(of: rows)
                let known = arms.firstIndex { $0.settings == settings && $0.strategy.batchSize(of: rows) == size }
                if let known {
                    if arms[known].strategy != strategy, !arms[known].same.contains(strategy) {
                        arms[known].same.append(strategy)
                    }
                } else {
                    arms.append(BatchArm(strategy, settings: settings))
                }
            }
        }
        return arms
    }

    /// Which arms are compared: all that learn feedback but the first beside it, then each of them beside its control.
    package static func pairs(of arms: [BatchArm]) -> [(arm: Int, other: Int)] {
        let ways = arms.count { !$0.isControl }
        return (0..<ways).dropFirst().map { ($0, 0) } + (ways..<arms.count).map { ($0 - ways, $0) }
    }
}

import ArgumentParser
package import Experiments
import Foundation
import Learning
import Training
package import Values

/// A strategy as it is typed: `fetchone`, `fetchmany:1000`, `fetchall`.
package struct StrategyArgument: ExpressibleByArgument, Sendable {
    /// The strategy.
    package var strategy: BatchStrategy

    package init?(argument: String) {
        guard let strategy = BatchStrategy(TextArgument.unmarked(argument), usual: Batching.feedback) else {
            return nil
        }
        self.strategy = strategy
    }
}

/// A setting of the classifier with several values: `alpha=0.0001,0.001`.
package struct VaryArgument: ExpressibleByArgument, Sendable {
    /// The setting with each of its values.
    package var values: [Parameter]

    package init?(argument: String) {
        let parts = TextArgument.unmarked(argument).split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let name = parts[0].replacing("-", with: "_")
        switch PythonLiteral.value(of: parts[1]) {
        case .list(let values): self.values = values.map { Parameter(name, $0) }
        case let value: values = [Parameter(name, value)]
        }
        // A value that cannot be is refused where it is typed, not after an hour.
        for value in values {
            var settings = SGDClassifierSettings()
            guard (try? settings.set(value.name, to: value.value)) == true else { return nil }
        }
    }

    /// Every combination of the values of several settings.
    static func combinations(of arguments: [VaryArgument]) -> [[Parameter]] {
        arguments.reduce([[]]) { combinations, argument in
            combinations.flatMap { combination in argument.values.map { combination + [$0] } }
        }
    }
}

/// What is another in each replicate: `seed,order`.
package struct ReplicateArgument: ExpressibleByArgument, Sendable {
    /// The sources.
    package var sources: Set<ReplicateSource>

    package init?(argument: String) {
        let words = TextArgument.unmarked(argument).split(separator: ",").map(String.init)
        let sources = words.compactMap(ReplicateSource.init(rawValue:))
        guard !sources.isEmpty, sources.count == words.count else { return nil }
        self.sources = Set(sources)
    }
}

/// Seeds: `1..10`, or `1,2,5`; each once, at most 1,000.
package struct SeedsArgument: ExpressibleByArgument, Sendable {
    /// The seeds in the order given.
    package var values: [UInt32]

    package init?(argument: String) {
        let text = TextArgument.unmarked(argument)
        let ends = text.components(separatedBy: "..").map { SeedArgument(argument: $0)?.value }
        if ends.count == 2, let first = ends[0], let last = ends[1], first <= last, last - first < 1000 {
            values = Array(first...last)
            return
        }
        let seeds = text.split(separator: ",").map { SeedArgument(argument: String($0))?.value }
        values = seeds.compactMap { $0 }
        guard !values.isEmpty, values.count == seeds.count, values.count <= 1000, Set(values).count == values.count
        else { return nil }
    }
}

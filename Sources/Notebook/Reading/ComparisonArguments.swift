import ArgumentParser
package import Experiments
import Foundation
import Training

/// A strategy as it is typed: `fetchone`, `fetchmany:1000`, `fetchmany:2^10`, `fetchall`.
package struct StrategyArgument: ExpressibleByArgument, Sendable {
    /// The strategy.
    package var strategy: BatchStrategy

    package init?(argument: String) {
        var parts = TextArgument.unmarked(argument).components(separatedBy: ":")
        if parts.count == 2, let size = CountArgument(argument: parts[1]) { parts[1] = String(size.value) }
        guard let strategy = BatchStrategy(parts.joined(separator: ":"), usual: Batching.feedback) else { return nil }
        self.strategy = strategy
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

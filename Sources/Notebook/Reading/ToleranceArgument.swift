import ArgumentParser
package import Experiments

/// A tolerance as it is typed: `log_loss=1e-6`, or `1e-6` for every figure.
package struct ToleranceArgument: ExpressibleByArgument, Sendable {
    /// The figure's name; `nil` for every figure.
    package var name: String?
    /// How far it may be off, at least 0.
    package var value: Double

    package init?(argument: String) {
        let parts = TextArgument.unmarked(argument).split(separator: "=", maxSplits: 1).map(String.init)
        guard let last = parts.last, let value = Double(last), value.isFinite, value >= 0 else { return nil }
        name = parts.count == 2 ? parts[0] : nil
        self.value = value
    }
}

extension [ToleranceArgument] {
    /// The tolerances of a record.
    package var tolerances: Tolerances {
        reduce(into: Tolerances()) { tolerances, argument in
            if let name = argument.name {
                tolerances.named[name] = argument.value
            } else {
                tolerances.standard = argument.value
            }
        }
    }

    /// The tolerances that a replay asks for beside a record's.
    package var tightening: Tolerances.Tightening {
        reduce(into: Tolerances.Tightening()) { tightening, argument in
            if let name = argument.name {
                tightening.named[name] = argument.value
            } else {
                tightening.standard = argument.value
            }
        }
    }
}

package import ArgumentParser
package import Experiments
import Values

/// The options that make feedback to order.
package struct DesignOptions: ParsableArguments {
    @Option(
        help: "arrival, random, label, runs:K or drift:P,Q; otherwise arrival.",
        completion: .list(["arrival", "random", "label", "runs:100", "drift:0.1,0.9"]))
    package var order: OrderArgument?

    @Option(help: "The probability that a row has another label than its own; otherwise 0.")
    package var flip: ShareArgument?

    @Option(help: "LABEL=SHARE: the label has this share of the rows; may be given several times.")
    package var labelShare: [LabelShareArgument] = []

    @Option(help: "How many rows are drawn; otherwise all, or as many as the shares allow.")
    package var count: CountArgument?

    @Option(help: "wrong or right: only rows that the model labels so.")
    package var only: Only?

    @Option(name: .customLong("repeat"), help: "How often each row comes; otherwise once.")
    package var copies: CountArgument?

    @Option(help: "The share of the rows that come again with another label; otherwise 0.")
    package var contradict: ShareArgument?

    @Option(help: "The seed of all that is drawn; otherwise 0.")
    package var randomState: SeedArgument?

    package init() {}

    /// Which rows are meant, by what the model says of them.
    package enum Only: String, CaseIterable, ExpressibleByArgument, Sendable {
        /// Those whose label it does not find.
        case wrong
        /// Those whose label it finds.
        case right
    }

    package mutating func validate() throws {
        if case .drift = order?.order, !labelShare.isEmpty {
            throw ValidationError("--order drift says the shares itself, and takes no --label-share.")
        }
        let shares = labelShare.map(\.share)
        if Set(shares.map(\.label)).count < shares.count {
            throw ValidationError("--label-share names a label twice.")
        }
        let sum = shares.map(\.share).reduce(0, +)
        if let copies, copies.value > Self.mostCopies {
            throw ValidationError("--repeat takes 1 to \(Self.mostCopies).")
        }
        if sum > 1 + 1e-9 { throw ValidationError("The shares of --label-share come to \(sum), and 1 is the most.") }
    }

    /// A row is in memory as often as it comes, until all are in order.
    private static let mostCopies = 1000

    /// Whether anything is to be other than the dataset's rows as they are.
    var isWanted: Bool {
        order != nil || flip != nil || !labelShare.isEmpty || count != nil || only != nil || copies != nil
            || contradict != nil || randomState != nil
    }

    /// The seed; `nil` where nothing is drawn.
    var seed: UInt32? { isWanted ? randomState?.value ?? 0 : nil }

    /// What is made.
    var design: FeedbackDesign {
        var design = FeedbackDesign()
        design.order = order?.order ?? .arrival
        design.flip = flip?.value ?? 0
        design.labelShares = labelShare.map(\.share)
        design.count = count?.value
        design.contradict = contradict?.value ?? 0
        design.copies = copies?.value ?? 1
        design.randomState = randomState?.value ?? 0
        return design
    }

    /// The options that were left out, where feedback is made to order at all.
    var defaults: [OptionDefault] {
        guard isWanted else { return [] }
        return [
            OptionDefault("order", "arrival"), OptionDefault("flip", "0"), OptionDefault("contradict", "0"),
            OptionDefault("repeat", "1"), OptionDefault("random-state", "0"),
        ]
    }
}

/// An order as it is typed: `random`, `runs:50`, `drift:0.1,0.9`.
package struct OrderArgument: ExpressibleByArgument, Sendable {
    /// The order.
    package var order: ArrivalOrder

    package init?(argument: String) {
        guard let order = ArrivalOrder(TextArgument.unmarked(argument)) else { return nil }
        self.order = order
    }
}

/// A label's share of the rows as it is typed: `1=0.8`.
package struct LabelShareArgument: ExpressibleByArgument, Sendable {
    /// The label with its share.
    package var share: FeedbackDesign.LabelShare

    package init?(argument: String) {
        let text = TextArgument.unmarked(argument)
        guard let equals = text.lastIndex(of: "="), equals > text.startIndex,
            let label = Label(argument: String(text[..<equals])),
            let share = ShareArgument(argument: String(text[text.index(after: equals)...]))
        else { return nil }
        self.share = FeedbackDesign.LabelShare(label, share.value)
    }
}

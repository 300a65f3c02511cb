/// A regular expression of Python's as a tree.
indirect enum PatternNode: Sendable {
    case set(ScalarSet)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case repetition(PatternNode, Repetition)
    case group(PatternNode, number: Int)
    case reference(Int)
    case assertion(PatternAssertion)
    case look(PatternNode, PatternLook)
    case atomic(PatternNode)

    /// How often a node repeats, and which number of times is tried first.
    struct Repetition: Sendable {
        enum Preference { case most, fewest, mostWithoutGoingBack }

        let least: Int
        /// `nil` where there is no end.
        let most: Int?
        let preference: Preference
    }

    /// The fewest and the most scalars that the node can match; `nil` where there is no most.
    func width(groups: [Int: (least: Int, most: Int?)]) -> (least: Int, most: Int?) {
        switch self {
        case .set: return (1, 1)
        case .assertion, .look: return (0, 0)
        case .group(let node, _), .atomic(let node): return node.width(groups: groups)
        case .reference(let number): return groups[number] ?? (0, nil)
        case .sequence(let nodes):
            var sum: (least: Int, most: Int?) = (0, 0)
            for node in nodes {
                let width = node.width(groups: groups)
                let (least, overflows) = sum.least.addingReportingOverflow(width.least)
                let most = sum.most.flatMap { most in
                    width.most.flatMap { width in
                        let (total, overflows) = most.addingReportingOverflow(width)
                        return overflows ? nil : total
                    }
                }
                sum = (overflows ? .max : least, most)
            }
            return sum
        case .alternatives(let nodes):
            let widths = nodes.map { $0.width(groups: groups) }
            let most = widths.contains { $0.most == nil } ? nil : widths.compactMap(\.most).max()
            return (widths.map(\.least).min() ?? 0, most)
        case .repetition(let node, let repetition):
            let width = node.width(groups: groups)
            let (least, overflows) = width.least.multipliedReportingOverflow(by: repetition.least)
            let most = width.most.flatMap { width in
                repetition.most.flatMap { most in
                    let (product, overflows) = width.multipliedReportingOverflow(by: most)
                    return overflows ? nil : product
                }
            }
            return (overflows ? .max : least, width.most == 0 || repetition.most == 0 ? 0 : most)
        }
    }
}

/// A condition on a place in the text.
enum PatternAssertion: Sendable {
    case textStart
    case textEnd
    /// At the end, or before a line feed that is the last scalar.
    case textEndOrLastLineFeed
    case lineStart
    case lineEnd
    case wordBorder(isNegated: Bool, isASCII: Bool)
}

/// A look at what comes next, or at the `behind` scalars that came before.
struct PatternLook: Sendable {
    let behind: Int?
    let isNegated: Bool
}

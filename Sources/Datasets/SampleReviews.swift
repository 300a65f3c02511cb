import RandomNumbers
package import Values

/// The generator of the synthetic film reviews in `datasets/sample`: invented, seeded, the same on every machine.
///
/// A review is one to four sentences. Most judge something, usually in the sense of the label (1 is positive) and
/// sometimes against it; some are negated, some only tell the plot. A few labels are wrong, as in real data, so that a
/// linear classifier gets 85 to 90 % right. Tags, emoticons, quotes, commas and line ends occur as in real reviews.
package enum SampleReviews {
    /// How many reviews `datasets/sample/reviews.csv` has.
    package static let count = 4000
    /// The seed of `datasets/sample/reviews.csv`.
    package static let seed: UInt32 = 1

    /// The first `count` reviews of a seed, made one by one as they are asked for.
    package static func documents(count: Int = count, seed: UInt32 = seed) -> some Sequence<Document> {
        sequence(state: (SampleReviewGenerator(seed: seed), count)) { state in
            guard state.1 > 0 else { return nil }
            state.1 -= 1
            return state.0.review()
        }
    }
}

/// The state behind a run of reviews.
private struct SampleReviewGenerator {
    private var random: MersenneTwister
    private typealias Words = SampleReviews.Words

    init(seed: UInt32) {
        random = MersenneTwister(seed: seed)
    }

    mutating func review() -> Document {
        let isPositive = happens(50)
        let length = pick([1, 2, 2, 3, 3, 4, 4])
        var text = ""
        for number in 0..<length {
            if number > 0 { text += pick(Words.joints) }
            text += sentence(isPositive: isPositive)
        }
        if happens(6) { text += isPositive == happens(90) ? pick(Words.smiles) : pick(Words.frowns) }
        if happens(3) { text += " \(isPositive ? 6 + below(5) : 1 + below(5))/10" }
        let isLabelRight = !happens(3)
        return Document(text: text, label: .integer(isPositive == isLabelRight ? 1 : 0))
    }

    private mutating func sentence(isPositive: Bool) -> String {
        switch below(100) {
        case 0..<74: return judgement(isPositive: happens(98) == isPositive)
        case 74..<80:
            // Praise and blame in one sentence: what comes last is what the review means.
            let concession = clause(isPositive: !isPositive)
            return capitalized("\(concession), \(pick(Words.turns)) \(clause(isPositive: isPositive)).")
        default: return capitalized(filled(pick(Words.plots)))
        }
    }

    private mutating func judgement(isPositive: Bool) -> String {
        if happens(40) { return capitalized(filled(pick(isPositive ? Words.praise : Words.blame))) }
        return capitalized(clause(isPositive: isPositive) + pick(Words.ends))
    }

    private mutating func clause(isPositive: Bool) -> String {
        let aspect = filled(pick(Words.aspects))
        if happens(7) {
            return "\(aspect) \(pick(Words.negations)) \(pick(isPositive ? Words.badWords : Words.goodWords))"
        }
        let degree = "\(pick(Words.verbs)) \(pick(Words.degrees))"
        return "\(aspect) \(degree)\(pick(isPositive ? Words.goodWords : Words.badWords))"
    }

    /// A template with its marks replaced: `#` by a name, `@` by a title, `%` by a year.
    private mutating func filled(_ template: String) -> String {
        var text = ""
        for character in template {
            switch character {
            case "#": text += pick(Words.names)
            case "@": text += pick(Words.titles)
            case "%": text += String(1950 + below(70))
            default: text.append(character)
            }
        }
        return text
    }

    private func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[below(list.count)]
    }

    private mutating func happens(_ percent: Int) -> Bool {
        below(100) < percent
    }

    private mutating func below(_ limit: Int) -> Int {
        random.integer(from: 0, below: limit)
    }
}

/// Suggestions for words that were mistyped.
package enum Spelling {
    /// The candidate nearest to `word`, or `nil` when none is near enough to be what was meant.
    ///
    /// Nearness is the optimal string alignment distance (insertions, deletions, substitutions and swaps of
    /// neighbours), compared without case; at most a third of the word's length, and at least one edit, may differ. Where
    /// none is, it is the only candidate that begins with the word, if that has three letters or more.
    ///
    /// - Complexity: O(*n* · *m*) for each candidate, where *n* and *m* are the lengths of the two words.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(word.lowercased())
        let limit = max(1, typed.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates {
            let distance = distance(typed, Array(candidate.lowercased()))
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        if let best { return best.candidate }
        let begun = typed.count < 3 ? [] : candidates.filter { $0.lowercased().hasPrefix(word.lowercased()) }
        return begun.count == 1 ? begun[0] : nil
    }

    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in b.indices {
                let substitution = previous[j] + (a[i] == b[j] ? 0 : 1)
                current[j + 1] = min(substitution, previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = min(current[j + 1], before[j - 1] + 1)
                }
            }
            (before, previous) = (previous, current)
        }
        return previous[b.count]
    }
}

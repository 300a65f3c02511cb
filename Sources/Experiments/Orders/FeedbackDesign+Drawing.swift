import RandomNumbers
import Values

extension FeedbackDesign {
    /// The rows that are drawn, in the order in which they came.
    func drawn(
        from rows: [DesignedRow], _ classes: [Label], _ generator: inout MersenneTwister
    ) throws(ExperimentError) -> [DesignedRow] {
        let shares = try shares(among: classes)
        if shares.isEmpty, count == nil { return rows }
        if let count, count > rows.count { throw .tooFewRows(label: nil, wanted: count, found: rows.count) }
        // The rows of each label with a share, and behind them those of all others.
        var pools: [[Int]] = Array(repeating: [], count: shares.count + 1)
        for (index, row) in rows.enumerated() {
            pools[shares.firstIndex { $0.label == row.label } ?? shares.count].append(index)
        }
        let found = pools.map(\.count)
        let total = count ?? Self.most(shares.map(\.share), found)
        let wanted = Self.counts(of: total, shares.map(\.share))
        for index in wanted.indices where wanted[index] > found[index] {
            let label = index < shares.count ? classes[Int(shares[index].label)] : nil
            throw .tooFewRows(label: label, wanted: wanted[index], found: found[index])
        }
        var chosen: [Int] = []
        for (pool, wanted) in zip(pools, wanted) {
            chosen += generator.permutation(pool.count).prefix(wanted).map { pool[$0] }
        }
        return chosen.sorted().map { rows[$0] }
    }

    /// The shares that were asked for; those of a drift are the mean of its ends.
    private func shares(
        among classes: [Label]
    ) throws(ExperimentError) -> [(label: UInt16, share: Double)] {
        if case .drift(let first, let last) = order { return [(UInt16(classes.count - 1), (first + last) / 2)] }
        return try labelShares.map { (wanted) throws(ExperimentError) in
            guard let index = classes.firstIndex(of: wanted.label.spelled(like: classes)) else {
                throw .unknownLabel(label: wanted.label, classes: classes)
            }
            return (UInt16(index), wanted.share)
        }
    }

    /// How many of `total` rows each share is, the rest behind them.
    private static func counts(of total: Int, _ shares: [Double]) -> [Int] {
        // Where shares come to 1, rounding may ask for a row too many.
        var left = total
        let counts = shares.map { share in
            let count = min(left, Int((share * Double(total)).rounded()))
            left -= count
            return count
        }
        // What rounding left over where nothing is to be left.
        if left > 0, shares.reduce(0, +) >= 1 - 1e-9, let last = counts.indices.last {
            return counts[..<last] + [counts[last] + left, 0]
        }
        return counts + [left]
    }

    /// The most rows of which each share can be had from as many as were found.
    private static func most(_ shares: [Double], _ found: [Int]) -> Int {
        let rest = max(0, 1 - shares.reduce(0, +))
        var most = found.reduce(0, +)
        for (share, found) in zip(shares + [rest], found) where share > 1e-9 {
            most = min(most, Int((Double(found) + 1) / share))
        }
        while most > 0, zip(counts(of: most, shares), found).contains(where: { $0 > $1 }) { most -= 1 }
        return most
    }
}

/// The difference of two arms' accuracies over replicates and test documents, with the uncertainty of both.
///
/// Of *D*ₛᵢ = 1[A right] − 1[B right] in replicate *s* of *S* on document *i* of *n*, with the grand mean *m*, the means
/// of replicates *r*ₛ and of documents *c*ᵢ:
///
/// - MSₛ = n·Σ(rₛ−m)²/(S−1), MS_d = S·Σ(cᵢ−m)²/(n−1), MSₑ = Σ(Dₛᵢ−rₛ−cᵢ+m)²/((S−1)(n−1)), Q = MSₛ+MS_d−MSₑ
/// - SE² = max(Q, MSₛ, MS_d)/(S·n)
/// - degrees = max(S−1, Q²/(MSₛ²/(S−1)+MS_d²/(n−1)+MSₑ²/((S−1)(n−1)))), and S−1 where Q ≤ 0
///
/// This is the analysis of a two-way crossed design with random rows and columns and Satterthwaite's degrees of freedom.
/// A paired t over the replicates alone takes the test documents for the whole world, and covers far too rarely. With one
/// replicate, SE² = var(D)/n with n−1 degrees: what the seed does is then unknown.
package struct CrossedDifference: EstimatedDifference, Hashable, Sendable {
    /// The number of replicates.
    package let replicates: Int
    /// The number of test documents.
    package let documents: Int
    /// The mean difference *m*, −1 to 1.
    package let mean: Double
    /// The standard error of the mean.
    package let standardError: Double
    /// The degrees of freedom.
    package let degrees: Double
    private let components: Components

    /// What the variance of the mean is made of, none below 0.
    private struct Components: Hashable, Sendable {
        /// Of replicates.
        var replicate = 0.0
        /// Of documents.
        var document = 0.0
        /// Of both together, and of what is left.
        var rest = 0.0
    }

    /// Compares two arms.
    ///
    /// - Parameters:
    ///   - a: Whether the first arm was right, for each replicate on each document.
    ///   - b: The same of the second arm. Both have as many replicates, at least 1, and documents, at least 2.
    /// - Complexity: O(*n*) for *n* replicates times documents; all sums are of whole numbers, and exact.
    package init(_ a: [[Bool]], _ b: [[Bool]]) {
        let (s, n) = (a.count, a.first?.count ?? 0)
        precondition(s >= 1 && n >= 2 && b.count == s && (a + b).allSatisfy { $0.count == n }, "\(s) × \(n)")
        var (byReplicate, byDocument) = ([Int](repeating: 0, count: s), [Int](repeating: 0, count: n))
        var squares = 0
        for replicate in 0..<s {
            for document in 0..<n {
                let difference = (a[replicate][document] ? 1 : 0) - (b[replicate][document] ? 1 : 0)
                byReplicate[replicate] += difference
                byDocument[document] += difference
                squares += difference * difference
            }
        }
        let total = byReplicate.reduce(0, +)
        (replicates, documents) = (s, n)
        mean = Double(total) / Double(s * n)
        // n·Σ(rₛ−m)² = (S·ΣRₛ² − T²)/(S·n) with the sums Rₛ of the replicates and T of all; the others likewise.
        let cells = Double(s * n)
        let ofReplicates = Double(s * byReplicate.reduce(0) { $0 + $1 * $1 } - total * total) / cells
        let ofDocuments = Double(n * byDocument.reduce(0) { $0 + $1 * $1 } - total * total) / cells
        let ofAll = Double(s * n * squares - total * total) / cells
        guard s > 1 else {
            let variance = ofAll / Double(n - 1)
            (standardError, degrees) = ((variance / Double(n)).squareRoot(), Double(n - 1))
            components = Components(document: variance)
            return
        }
        let (seedDegrees, documentDegrees) = (Double(s - 1), Double(n - 1))
        let seeds = ofReplicates / seedDegrees
        let texts = ofDocuments / documentDegrees
        let rest = max(0, ofAll - ofReplicates - ofDocuments) / (seedDegrees * documentDegrees)
        let q = seeds + texts - rest
        standardError = (max(q, seeds, texts) / cells).squareRoot()
        let spread =
            seeds * seeds / seedDegrees + texts * texts / documentDegrees
            + rest * rest / (seedDegrees * documentDegrees)
        degrees = q > 0 && spread > 0 ? max(seedDegrees, q * q / spread) : seedDegrees
        components = Components(
            replicate: max(0, seeds - rest) / Double(n), document: max(0, texts - rest) / Double(s), rest: rest)
    }
}

extension CrossedDifference {
    /// How many test documents would settle the comparison, with these replicates, if the mean and the variances stayed.
    ///
    /// Settled is what is told apart from no difference, with the p times the number of `comparisons` below 0.05 (Holm's
    /// correction for the least of them), or what has its 90 % interval inside ±`margin`. `nil` where a thousand million
    /// documents would not do, since the replicates alone vary too much.
    /// - Complexity: O(log *n*) for the number *n* found.
    package func documentsToSettle(margin: Double, comparisons: Int) -> Int? {
        func isSettled(_ documents: Int) -> Bool {
            let estimate = estimate(documents: documents)
            if Double(comparisons) * estimate.pValue < 0.05 { return true }
            let interval = estimate.interval(0.9)
            return interval.lowerBound > -margin && interval.upperBound < margin
        }
        var enough = documents + 1
        while !isSettled(enough) {
            guard enough < 1_000_000_000 else { return nil }
            enough *= 2
        }
        var few = max(documents, enough / 2)
        while enough - few > 1 {
            let middle = few + (enough - few) / 2
            if isSettled(middle) { enough = middle } else { few = middle }
        }
        return enough
    }

    private struct Estimate: EstimatedDifference {
        var mean: Double
        var standardError: Double
        var degrees: Double
    }

    /// What the same mean and variances would be worth with another number of documents.
    private func estimate(documents: Int) -> Estimate {
        let (s, n) = (Double(replicates), Double(documents))
        guard replicates > 1 else {
            return Estimate(mean: mean, standardError: (components.document / n).squareRoot(), degrees: n - 1)
        }
        let seeds = components.rest + n * components.replicate
        let texts = components.rest + s * components.document
        let (seedDegrees, documentDegrees) = (s - 1, n - 1)
        let q = seeds + texts - components.rest
        let spread =
            seeds * seeds / seedDegrees + texts * texts / documentDegrees
            + components.rest * components.rest / (seedDegrees * documentDegrees)
        return Estimate(
            mean: mean, standardError: (max(q, seeds, texts) / (s * n)).squareRoot(),
            degrees: q > 0 && spread > 0 ? max(seedDegrees, q * q / spread) : seedDegrees)
    }
}

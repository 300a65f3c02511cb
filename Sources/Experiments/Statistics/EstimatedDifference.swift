/// A mean difference with its standard error, by which Student's t says how sure it is.
package protocol EstimatedDifference {
    /// The mean difference.
    var mean: Double { get }
    /// Its standard error, from 0.
    var standardError: Double { get }
    /// The degrees of freedom, more than 0.
    var degrees: Double { get }
}

extension EstimatedDifference {
    /// The interval that covers the true difference with the probability `level`; a point without a standard error.
    package func interval(_ level: Double = 0.95) -> ClosedRange<Double> {
        guard standardError > 0 else { return mean...mean }
        let half = StudentT(degrees: degrees).quantile((1 + level) / 2) * standardError
        return (mean - half)...(mean + half)
    }

    /// The two-sided p of no difference; 1 where the mean is 0 without a standard error.
    package var pValue: Double {
        guard standardError > 0 else { return mean == 0 ? 1 : 0 }
        return StudentT(degrees: degrees).twoSided(mean / standardError)
    }
}

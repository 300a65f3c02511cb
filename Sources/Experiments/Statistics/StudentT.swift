import CGSL

/// Student's t distribution, as the GNU Scientific Library computes it.
package struct StudentT: Hashable, Sendable {
    /// The degrees of freedom, more than 0; they need not be whole.
    package let degrees: Double

    /// A distribution with that many degrees of freedom.
    package init(degrees: Double) {
        precondition(degrees > 0, "\(degrees) degrees of freedom")
        self.degrees = degrees
    }

    /// The value that a variable is below with the probability `share`, which lies between 0 and 1, both left out.
    package func quantile(_ share: Double) -> Double {
        gsl_cdf_tdist_Pinv(share, degrees)
    }

    /// The probability that a variable is at least as far from 0 as `t`, on either side.
    package func twoSided(_ t: Double) -> Double {
        min(1, 2 * gsl_cdf_tdist_Q(abs(t), degrees))
    }
}

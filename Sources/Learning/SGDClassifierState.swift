package import Values

/// Everything that a classifier has learned: what a model file holds.
///
/// Under scikit-learn's names these are `classes_`, `coef_`, `intercept_`, `t_`, `n_iter_` and the four averaging arrays.
package struct SGDClassifierState: Hashable, Sendable {
    /// The settings.
    package var settings: SGDClassifierSettings
    /// The classes, ascending.
    package var classes: [Label]
    /// Whether scikit-learn knows the classes, which are 0 and 1 here, as `False` and `True`.
    package var hasBoolClasses = false
    /// The number of columns.
    package var nFeatures: Int
    /// The rows learned from, each as often as an epoch visited it, plus 1 (`t_`).
    package var t: Double
    /// The epochs of the last call (`n_iter_`); 0 where it is not known.
    package var epochs: Int
    /// The weights (`coef_`), row-major, 1 or K × n_features.
    package var coef: Coefficients
    /// The intercepts (`intercept_`), 1 or K.
    package var intercept: [Double]
    /// The arrays behind averaged weights; `nil` when nothing is averaged.
    package var averages: Averages?

    /// The running weights and their averages.
    ///
    /// `coef` and `intercept` are one of the two: the averages from the call on that makes t − 1 reach `average`,
    /// before that the running ones.
    package struct Averages: Hashable, Sendable {
        /// The running weights (`_standard_coef`), shaped as `coef`.
        package var standardCoef: Coefficients
        /// The intercepts from which the next call goes on (`_standard_intercept`), shaped as `intercept`.
        package var standardIntercept: [Double]
        /// The averaged weights (`_average_coef`), shaped as `coef`.
        package var averageCoef: Coefficients
        /// The averaged intercepts (`_average_intercept`), shaped as `intercept`.
        package var averageIntercept: [Double]

        /// Brings the four arrays together.
        package init(
            standardCoef: Coefficients, standardIntercept: [Double], averageCoef: Coefficients,
            averageIntercept: [Double]
        ) {
            self.standardCoef = standardCoef
            self.standardIntercept = standardIntercept
            self.averageCoef = averageCoef
            self.averageIntercept = averageIntercept
        }
    }

    /// Brings the parts together, unchecked: `SGDClassifier.init(restoring:)` checks them.
    package init(
        settings: SGDClassifierSettings, classes: [Label], nFeatures: Int, t: Double, epochs: Int, coef: Coefficients,
        intercept: [Double], averages: Averages?
    ) {
        self.settings = settings
        self.classes = classes
        self.nFeatures = nFeatures
        self.t = t
        self.epochs = epochs
        self.coef = coef
        self.intercept = intercept
        self.averages = averages
    }

    /// Whether `coef` and `intercept` are the averages.
    package var reportsAverages: Bool {
        settings.average > 0 && Double(settings.average) <= t - 1
    }
}

import Learning

/// The place of one of a classifier's learned arrays: scikit-learn's name for it, and its shape.
struct LearnedArray {
    /// The name, such as `coef_`.
    var name: Name
    /// The length along each axis.
    var shape: [Int]
    /// The array of which this one is another name; `nil` for an array of its own.
    ///
    /// scikit-learn holds one array under two names, and a later `partial_fit` that changes one changes the other.
    var alias: Name?

    /// The names of the arrays.
    enum Name: String, CaseIterable {
        case coef = "coef_"
        case intercept = "intercept_"
        case standardCoef = "_standard_coef"
        case averageCoef = "_average_coef"
        case standardIntercept = "_standard_intercept"
        case averageIntercept = "_average_intercept"

        /// Whether the array has a number for each column.
        var isOfWeights: Bool { self == .coef || self == .standardCoef || self == .averageCoef }
    }

    /// The arrays of a classifier, in the order of the names.
    ///
    /// - Parameters:
    ///   - problems: The rows of `coef_`: 1 for two classes, else one a class.
    ///   - nFeatures: The number of columns.
    ///   - averages: Whether there are the four arrays of averaging.
    ///   - reportsAverages: Whether `coef_` and `intercept_` are the averages, rather than the running weights.
    /// - Returns: Two arrays without averaging, six with it.
    static func all(problems: Int, nFeatures: Int, averages: Bool, reportsAverages: Bool) -> [LearnedArray] {
        // scikit-learn gives `coef_` a row axis always, the arrays of averaging only where there are several rows.
        let flat = problems == 1 ? [nFeatures] : [problems, nFeatures]
        let own = [
            LearnedArray(name: .coef, shape: [problems, nFeatures]),
            LearnedArray(name: .intercept, shape: [problems]),
        ]
        guard averages else { return own }
        return own + [
            LearnedArray(name: .standardCoef, shape: flat, alias: reportsAverages ? nil : .coef),
            LearnedArray(name: .averageCoef, shape: flat, alias: reportsAverages ? .coef : nil),
            LearnedArray(name: .standardIntercept, shape: [problems], alias: reportsAverages ? nil : .intercept),
            LearnedArray(name: .averageIntercept, shape: [problems], alias: reportsAverages ? .intercept : nil),
        ]
    }
}

extension SGDClassifierState {
    /// The arrays that there are, in the order of their names.
    var learnedArrays: [LearnedArray] {
        LearnedArray.all(
            problems: intercept.count, nFeatures: nFeatures, averages: averages != nil,
            reportsAverages: reportsAverages)
    }

    /// The numbers of an array, row after row.
    func numbers(of name: LearnedArray.Name) -> Coefficients {
        switch name {
        case .coef: coef
        case .intercept: Coefficients(intercept)
        case .standardCoef: averages?.standardCoef ?? Coefficients([])
        case .averageCoef: averages?.averageCoef ?? Coefficients([])
        case .standardIntercept: Coefficients(averages?.standardIntercept ?? [])
        case .averageIntercept: Coefficients(averages?.averageIntercept ?? [])
        }
    }
}

package import Features
package import Values

/// Why a model gives a text its label: every column of the text's row, the words behind it and what it contributes.
///
/// A problem's margin is its intercept plus the contributions of all columns, added in the order of `columns`, to the
/// last bit what `SGDClassifier.decisionFunction` says.
package struct Explanation: Hashable, Sendable {
    /// The label and its probability.
    package let prediction: Prediction
    /// One problem for two classes, else one a class.
    package let problems: [Problem]
    /// The columns of the row, ascending; those that cancelled out are among them, with the value 0.
    package let columns: [Column]

    /// A question that the classifier answers by a margin.
    package struct Problem: Hashable, Sendable {
        /// The class that a positive margin speaks for.
        package let label: Label
        /// What the margin is before any word is seen.
        package let intercept: Double
        /// The sum of the intercept and all contributions.
        package let margin: Double
    }

    /// A column of the text's row.
    package struct Column: Hashable, Sendable {
        /// Its number, 0 to `n_features` − 1.
        package let column: Int
        /// The different grams of the text that fall into it, by first occurrence, each with its count and sign.
        package let grams: [HashedGram]
        /// The column's value in the row, after signs, sums and norm.
        package let value: Double
        /// What each problem makes of it.
        package let effects: [Effect]

        /// Whether different grams of this text share the column, so that the model cannot tell them apart.
        package var collides: Bool { grams.count > 1 }
        /// Whether the signs of the grams cancelled each other out.
        package var isCancelled: Bool { value == 0 }
    }

    /// A column's part in one problem.
    package struct Effect: Hashable, Sendable {
        /// The column's weight.
        package let weight: Double
        /// The value times the weight.
        package let contribution: Double
        /// The contribution divided by the margin; `nil` where the margin is 0.
        ///
        /// The shares of all columns and of the intercept add up to 1. A share above 1 or below 0 is possible, since
        /// contributions of both signs meet in a margin.
        package let share: Double?
    }

    /// The columns that cancelled out.
    package var cancelled: [Column] { columns.filter(\.isCancelled) }

    /// The columns in which different grams of the text collide.
    package var collisions: [Column] { columns.filter(\.collides) }
}

/// How progressive validation stood at doubling numbers of documents: after the first batch that ends at or behind 1, 2, 4, 8, …,
/// and after the last.
///
/// It has about as many points as the logarithm of the documents, whatever the batches are.
package struct ProgressiveCurve: Hashable, Sendable {
    private var kept: [Point] = []
    private var latest: Point?
    private var next = 1

    /// No documents yet.
    package init() {}

    /// How it stood after a batch.
    package struct Point: Hashable, Sendable {
        /// What the model said of each document before it learned it.
        package var progressive: ProgressiveValidation
        /// What the model as it began says of the same documents; `nil` where it knew nothing.
        package var starting: ProgressiveValidation?
        /// The accuracy on held-out documents of the model as it was after the batch, 0 to 1; `nil` where there are none.
        package var testAccuracy: Double?

        /// Describes how it stood.
        package init(_ progressive: ProgressiveValidation, starting: ProgressiveValidation? = nil) {
            (self.progressive, self.starting) = (progressive, starting)
        }
    }

    /// The points, by ascending numbers of documents.
    package var points: [Point] {
        guard let latest, latest.progressive.documents != kept.last?.progressive.documents else { return kept }
        return kept + [latest]
    }

    /// Takes in how it stands after a batch; `testAccuracy` is asked at doubling numbers alone.
    package mutating func add<Failure>(
        _ point: Point, testAccuracy: () throws(Failure) -> Double?
    ) throws(Failure) {
        latest = point
        guard point.progressive.documents >= next else { return }
        var point = point
        point.testAccuracy = try testAccuracy()
        kept.append(point)
        while next <= point.progressive.documents { next *= 2 }
    }

    /// Says the accuracy on held-out documents after the last batch.
    package mutating func finish(testAccuracy: Double?) {
        latest?.testAccuracy = testAccuracy
    }
}

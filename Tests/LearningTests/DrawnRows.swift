import Features
import RandomNumbers
import Values

@testable import Learning

/// Rows of `width` columns of a matrix of `nFeatures`: column 0, and others below `limit`.
func drawnRows(
    _ count: Int, width: Int, below limit: Int, nFeatures: Int, seed: Int, factor: Double = 1
) -> SparseBatch {
    var random = MersenneTwister(seed: UInt32(seed))
    var batch = SparseBatch(nFeatures: nFeatures)
    for _ in 0..<count {
        var columns: [Int32] = [0]
        while columns.count < width {
            let column = Int32(random.integer(from: 0, below: limit))
            if !columns.contains(column) { columns.append(column) }
        }
        batch.append(
            columns: columns,
            values: columns.map { _ in Double(random.integer(from: 0, below: 9) - 4) / 8 * factor })
    }
    return batch
}

/// Settings of logistic regression, but for what `change` says.
func logisticSettings(_ change: (inout SGDClassifierSettings) -> Void) -> SGDClassifierSettings {
    var settings = SGDClassifierSettings()
    settings.loss = .logLoss
    change(&settings)
    return settings
}

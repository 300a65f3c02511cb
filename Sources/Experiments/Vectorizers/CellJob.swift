import Values

/// One model that a comparison of vectorizers makes.
struct CellJob: Sendable {
    /// The index of the vectorizer.
    let cell: Int
    /// The index of the split that it learns; `nil` for the rows that `fit` learns.
    let split: Int?
    /// What the log calls it.
    let name: String

    /// All models of a vectorizer.
    static func all(of cell: Int, seeds: [UInt32]) -> [CellJob] {
        [CellJob(cell: cell, split: nil, name: "cell \(cell)")]
            + seeds.enumerated().map { CellJob(cell: cell, split: $0, name: "split \(cell) \($1)") }
    }

    /// What a model has come to.
    enum Outcome: Sendable {
        /// Of the rows that `fit` learns.
        case cell(VectorizerCell)
        /// The accuracy of one of a split, 0 to 1.
        case accuracy(Double)

        /// The outcome as JSON, for the log of finished cells.
        var json: JSONValue {
            switch self {
            case .cell(let cell): cell.json
            case .accuracy(let accuracy): .real(accuracy)
            }
        }
    }

    /// Reads what the model came to.
    func outcome(_ value: RecordValue) throws(ExperimentError) -> Outcome {
        split == nil ? .cell(try VectorizerCell(value)) : .accuracy(try value.share)
    }
}

import Features

/// The rows of a call as its binary problems see them.
struct NumberedRows {
    /// The rows.
    let rows: SparseBatch
    /// Where the column of each entry has its weights.
    let positions: [Int32]
    /// The class of each row.
    let classOfRow: [Int32]
}

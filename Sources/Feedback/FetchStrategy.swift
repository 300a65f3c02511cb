/// How many rows make a batch, named after the methods of Python's cursors.
package enum FetchStrategy: String, CaseIterable, Sendable {
    /// One row, one `partial_fit`.
    case fetchone
    /// Up to a batch of rows, one `partial_fit` a batch.
    case fetchmany
    /// All rows, one `partial_fit`.
    case fetchall
}

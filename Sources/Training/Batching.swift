/// The numbers of rows that reach one `partial_fit` when nothing else is said.
package enum Batching {
    /// For `fit` and `partial-fit`.
    package static let documents = 1000
    /// For `update`, as in the tutorial's `update_model(db_path, model, batch_size=10000)`.
    package static let feedback = 10000
}

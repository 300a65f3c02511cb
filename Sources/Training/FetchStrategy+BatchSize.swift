import Feedback

extension FetchStrategy {
    /// The number of rows in a full batch, or `nil` where one batch takes all.
    func batchSize(_ asked: Int) -> Int? {
        switch self {
        case .fetchone: 1
        case .fetchmany: asked
        case .fetchall: nil
        }
    }
}

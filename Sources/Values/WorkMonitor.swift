/// What long work tells the person who waits, and asks whether it should stop.
///
/// Work calls `advance` once a batch, never once a document, and reads `isInterrupted` at the same border.
package protocol WorkMonitor: AnyObject {
    /// Says that `done` of `total` units are finished; `total` is `nil` while it is unknown.
    func advance(to done: Int, of total: Int?, unit: String)
    /// Whether the person pressed Ctrl-C since the work began.
    var isInterrupted: Bool { get }
}

import Feedback
import ModelFiles
import Values

/// Finds the watermark that belongs to a database: by its contents, or by the path.
struct WatermarkSearch {
    let store: FeedbackStore
    let bound: Int64
    let classes: [Label]
    let monitor: (any WorkMonitor)?

    init(store: FeedbackStore, through bound: Int64, classes: [Label], monitor: (any WorkMonitor)?) {
        self.store = store
        self.bound = bound
        self.classes = classes
        self.monitor = monitor
    }

    /// The watermark's index and what it says about the rows, or `nil` when the database is not known.
    ///
    /// The best is the first of: the one with the path, all blocks matching; one with blocks, all matching (a file that
    /// was moved or copied); the one with the path; one with a block that matches.
    ///
    /// - Complexity: Reads the rows that a watermark covers once when all of its blocks match, three times at most
    ///   otherwise.
    func find(in watermarks: [Watermark]) throws(UpdateError) -> (index: Int, reading: WatermarkReading)? {
        var known: (index: Int, reading: WatermarkReading)?
        // A path that the database once had is known as well: where rows of it are gone, as in an older copy, that is a
        // change and not another database, whose rows would then be learned for the second time.
        let hasPath = watermarks.indices.filter { watermarks[$0].isOf(store.path) }
        let others = watermarks.indices.filter { !watermarks[$0].isOf(store.path) }
        for index in hasPath + others {
            let reading = try read(watermarks[index])
            let isPath = watermarks[index].isOf(store.path)
            guard isPath || reading.matching > 0 else { continue }
            if reading.isUnchanged { return (index, reading) }
            if known == nil { known = (index, reading) }
        }
        return known
    }

    /// What a watermark says under the layout in which the fewest rows differ.
    private func read(_ watermark: Watermark) throws(UpdateError) -> WatermarkReading {
        var best = try read(watermark, .byNumber, rebuilding: false)
        for layout in Layout.allCases where layout != .byNumber && !best.isUnchanged {
            let reading = try read(watermark, layout, rebuilding: false)
            if reading.rowsChanged < best.rowsChanged { best = reading }
        }
        return best
    }

    /// What a watermark says under one layout.
    func read(_ watermark: Watermark, _ layout: Layout, rebuilding: Bool) throws(UpdateError) -> WatermarkReading {
        try WatermarkReading(
            of: watermark, layout: layout, in: store, through: bound, classes: classes, rebuilding: rebuilding,
            monitor: monitor)
    }
}

import ModelFiles

/// Which rows of a table a watermark means, and which of them it counts as applied.
enum Layout: CaseIterable {
    /// Rows have the numbers they had.
    case byNumber
    /// Rows were renumbered in their order, as `VACUUM` does, and none of the refused ones was deleted.
    case byPosition
    /// Rows were renumbered, refused ones may have been deleted, and those that are left are as bad as before.
    ///
    /// Applied rows were good, so a bad row among unchanged ones is one of the refused.
    case byDefect
}

/// Tells, row after row from a table's first, what a watermark says of each.
struct RowSelection {
    private let layout: Layout
    private let lastRow: Int64
    private let lastApplied: Int64
    private let applied: Int
    private let refusedRows: Set<Int64>
    private let refusedPositions: Set<Int>
    private var seenApplied = 0
    private var seenRefused = 0

    init(_ watermark: Watermark, _ layout: Layout) {
        self.layout = layout
        lastRow = watermark.lastRow
        lastApplied = watermark.blocks.last?.lastRow ?? .min
        applied = watermark.blocks.reduce(0) { $0 + $1.rows }
        refusedRows = layout == .byNumber ? Set(watermark.refused.map(\.row)) : []
        refusedPositions = layout == .byPosition ? Set(watermark.refused.map(\.position)) : []
        refusedCount = watermark.refused.count
    }

    private let refusedCount: Int

    /// What the watermark says of a row.
    enum Choice {
        /// It was learned.
        case applied
        /// It was refused, or it is new where only refused rows were.
        case refused
        /// It comes after all that the watermark covers.
        case beyond
    }

    /// The choice for the row with a number, before which `position` rows were chosen.
    mutating func choose(_ number: Int64, position: Int, isGood: Bool) -> Choice {
        switch layout {
        case .byNumber:
            if number > lastRow { return .beyond }
            return number > lastApplied || refusedRows.contains(number) ? .refused : .applied
        case .byPosition:
            if position >= applied + refusedCount { return .beyond }
            return refusedPositions.contains(position) ? .refused : .applied
        case .byDefect:
            if isGood {
                if seenApplied == applied { return .beyond }
                seenApplied += 1
                return .applied
            }
            if seenRefused == refusedCount { return .beyond }
            seenRefused += 1
            return .refused
        }
    }
}

import Files
import Values

/// The first row of every text met so far, by hash: open addressing with linear probing in flat arrays.
struct TextTable {
    /// Eight bytes of hash, four of row number and two of label a slot; a row number of 0 marks a free slot.
    private var hashes: [UInt64]
    private var rows: [UInt32]
    private var labels: [UInt16]
    private var labelNumbers: [Label: UInt16] = [:]
    private var labelsByNumber: [Label] = []
    private let mask: Int

    /// A table for up to `capacity` texts, at most two thirds full.
    init(capacity: Int) {
        var slots = 16
        while slots < capacity + capacity / 2 { slots *= 2 }
        hashes = [UInt64](repeating: 0, count: slots)
        rows = [UInt32](repeating: 0, count: slots)
        labels = [UInt16](repeating: 0, count: slots)
        mask = slots - 1
    }

    /// Takes the text of a row; where it has stood before, gives the first row that had it and that row's label.
    ///
    /// - Precondition: `row` is below 2^32 − 1, and there are at most 65,536 labels.
    mutating func insert(_ text: String, row: Int, label: Label) -> (row: Int, label: Label)? {
        let hash = Self.hash(text)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while rows[slot] != 0 {
            if hashes[slot] == hash { return (Int(rows[slot]) - 1, labelsByNumber[Int(labels[slot])]) }
            slot = (slot + 1) & mask
        }
        hashes[slot] = hash
        rows[slot] = UInt32(row + 1)
        labels[slot] = number(of: label)
        return nil
    }

    private mutating func number(of label: Label) -> UInt16 {
        if let number = labelNumbers[label] { return number }
        let number = UInt16(labelsByNumber.count)
        labelNumbers[label] = number
        labelsByNumber.append(label)
        return number
    }

    private static func hash(_ text: String) -> UInt64 {
        var hasher = SHA256Hasher()
        hasher.update(text)
        return hasher.finish().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}

import CFeatures

/// Sorted keys into one row: the sum of each column, brought to length 1.
struct RowWriter: Sendable {
    private var columns: [Int32] = []
    private var sums: [Int32] = []
    private var known = [Int16](repeating: 0, count: 256)
    private var fitting: [Int8] = []
    private let instructions: features_instructions

    init(instructions: features_instructions) {
        self.instructions = instructions
    }

    /// Of fewer grams the squares of all sums come to less than 2^53, so that adding them as integers rounds nowhere either.
    private static let exactLimit = 1 << 26

    /// Appends the row of the sorted keys that a counter has to a batch.
    ///
    /// - Complexity: O(*m*) in the number of keys.
    mutating func append(
        _ counter: ColumnCounter, _ settings: HashingVectorizerSettings, to batch: inout SparseBatch
    ) {
        append(counter.keys.span.extracting(first: counter.count), settings, to: &batch)
    }

    private mutating func append(
        _ keys: Span<UInt32>, _ settings: HashingVectorizerSettings, to batch: inout SparseBatch
    ) {
        if appendAtOnce(keys, settings, to: &batch) { return }
        if columns.count < keys.count {
            columns = [Int32](repeating: 0, count: 2 * keys.count)
            sums = columns
        }
        let count = Self.sum(keys, columns: &columns, sums: &sums)
        if settings.binary { for index in 0..<count { sums[index] = 1 } }
        // Taken out of `self`, which the spans of the others keep.
        var known = exchange(&self.known, with: [])
        append(
            columns.span.extracting(first: count), sums.span.extracting(first: count), settings, known: &known,
            isExact: keys.count < Self.exactLimit, to: &batch)
        self.known = known
    }

    private func append(
        _ columns: Span<Int32>, _ sums: Span<Int32>, _ settings: HashingVectorizerSettings, known: inout [Int16],
        isExact: Bool, to batch: inout SparseBatch
    ) {
        let divisor = divisor(sums, settings, isExact: isExact)
        if RowValues.areSmall(sums) {
            batch.rowValues.append(sums, dividedBy: divisor, scratch: &known)
        } else {
            var values: [Double] = []
            for index in sums.indices { values.append(Double(sums[index]) / divisor) }
            batch.rowValues.append(values.span)
        }
        unsafe columns.withUnsafeBufferPointer { unsafe batch.columns.append(contentsOf: $0) }
        batch.endRow()
    }

    /// Appends the row, many keys at a time, or returns `false` where there are no instructions for that, many keys, or a sum
    /// that fits no byte.
    private mutating func appendAtOnce(
        _ keys: Span<UInt32>, _ settings: HashingVectorizerSettings, to batch: inout SparseBatch
    ) -> Bool {
        // Before room is made for what would be refused.
        guard instructions == features_instructions_avx512, keys.count <= Int(features_most_keys) else {
            return false
        }
        let room = keys.count + Int(features_row_padding)
        if fitting.count < room { fitting = [Int8](repeating: 0, count: 2 * room) }
        var row = features_sums()
        var isDone = false
        batch.columns.append(addingCapacity: room) { output in
            unsafe output.withUnsafeMutableBufferPointer { columns, count in
                unsafe keys.withUnsafeBufferPointer { keys in
                    unsafe fitting.withUnsafeMutableBufferPointer { sums in
                        isDone = unsafe features_add_up_keys(
                            keys.baseAddress, keys.count, columns.baseAddress, sums.baseAddress, &row, instructions)
                    }
                }
                count = isDone ? row.columns : 0
            }
        }
        guard isDone else { return false }
        if settings.binary {
            for index in 0..<row.columns { fitting[index] = 1 }
            row.absolute = UInt32(row.columns)
            row.squares = row.absolute
        }
        let divisor = settings.norm.map { Self.divisor($0, Double($0 == .l2 ? row.squares : row.absolute)) } ?? 1
        batch.rowValues.append(
            fitting.span.extracting(first: row.columns), dividedBy: divisor, instructions: instructions)
        batch.endRow()
        return true
    }

    /// Adds up the grams of each column, and returns the number of columns.
    private static func sum(_ keys: Span<UInt32>, columns: inout [Int32], sums: inout [Int32]) -> Int {
        guard keys.count > 0 else { return 0 }
        var columns = columns.mutableSpan
        var sums = sums.mutableSpan
        var last = -1
        var sum: Int32 = 0
        var column = ~(keys[0] >> 1)
        for index in keys.indices {
            let key = unsafe keys[unchecked: index]
            // Written in any case: whether a column goes on is a branch that nothing predicts.
            let goesOn: Int32 = key >> 1 == column ? -1 : 0
            column = key >> 1
            sum = (sum & goesOn) &+ 1 &- Int32(bitPattern: (key & 1) << 1)
            last &+= 1 &+ Int(goesOn)
            unsafe columns[unchecked: last] = Int32(bitPattern: column)
            unsafe sums[unchecked: last] = sum
        }
        return last + 1
    }

    /// What the values of the row are divided by: its norm, or 1 where that is 0 or not asked for.
    ///
    /// The sum runs in the order of the columns, as scikit-learn's does, unless it is exact in any order.
    private func divisor(_ sums: Span<Int32>, _ settings: HashingVectorizerSettings, isExact: Bool) -> Double {
        guard let norm = settings.norm else { return 1 }
        var exact = 0
        var sum = 0.0
        for index in sums.indices {
            let value = Int(sums[index])
            exact &+= norm == .l2 ? value &* value : abs(value)
            if !isExact { sum += norm == .l2 ? Double(value) * Double(value) : abs(Double(value)) }
        }
        if isExact { sum = Double(exact) }
        return Self.divisor(norm, sum)
    }

    private static func divisor(_ norm: Norm, _ sum: Double) -> Double {
        guard sum != 0 else { return 1 }
        return norm == .l2 ? sum.squareRoot() : sum
    }
}

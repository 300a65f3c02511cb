import CLearning

/// The weights of the columns of a call, gathered from those of all columns.
///
/// Where weights lie by column, those of a call are all over a memory that is larger than the near caches, and are looked up
/// several times each. So a call numbers its columns in ascending order, its weights are taken out in a pass over all of them, it learns
/// on these, and the pass at the beginning of the next call puts them back, multiplies the scale into all weights, and takes out
/// the next ones. Beside all weights it takes at most as many again, where calls have half of the columns. With pairs of words, a
/// batch of 1000 reviews has 110,000 of two million columns.
struct GatheredWeights: Sendable {
    /// The columns of a call while it begins, and how many of its columns come before each 32 of all.
    private var marks: [learning_marks] = []
    /// The columns whose weights are `weights`: a bit each.
    private var bits: [UInt32] = []
    /// The weights of the last call's columns, to be put back.
    private var weights: [Double] = []
    /// What is to be multiplied into all weights then.
    private var scale = 1.0
    /// Memory for the weights of the next call.
    private var spare: [Double] = []
    /// Whether nothing is to be put back.
    private(set) var isEmpty = true

    private let instructions: learning_instructions

    /// Nothing is gathered.
    init(instructions: learning_instructions = LateScales.bestInstructions) { self.instructions = instructions }

    /// Whether it is worthwhile to gather the weights for a call of some entries.
    ///
    /// The pass takes as long however few they are. With two million columns and pairs of words, batches of 300 reviews
    /// took 1.03 times as long with it, of 700 the same time, of 1000 0.95, of 3000 0.72.
    static func areWorthwhile(entries: Int, weights: Int) -> Bool { entries >= weights / 12 }

    /// Writes over each of some columns its number among them, in ascending order, and says that it did.
    ///
    /// Where they are more than half of all columns, nothing is gained and nothing written.
    mutating func number(_ columns: inout MutableSpan<Int32>, nFeatures: Int) -> Bool {
        let words = (nFeatures + 31) / 32
        if marks.isEmpty {
            marks = [learning_marks](repeating: learning_marks(), count: words)
            bits = [UInt32](repeating: 0, count: words)
        }
        let instructions = instructions
        let count = unsafe columns.withUnsafeMutableBufferPointer { columns in
            unsafe marks.withUnsafeMutableBufferPointer { marks in
                let marked = unsafe learning_mark(columns.baseAddress, columns.count, marks.baseAddress, nFeatures)
                precondition(marked == columns.count, "a column beyond all \(nFeatures)")
                let count = unsafe learning_count(marks.baseAddress, marks.count, instructions)
                if count <= nFeatures / 2 {
                    unsafe learning_number(columns.baseAddress, columns.count, marks.baseAddress, instructions)
                }
                return count
            }
        }
        guard count <= nFeatures / 2 else {
            marks = [learning_marks](repeating: learning_marks(), count: words)
            return false
        }
        if spare.count < count { spare = [Double](repeating: 0, count: count + count / 8) }
        return true
    }

    /// The weights of the columns that were numbered last, once what is pending has been done to `all`.
    ///
    /// Behind them may be others, all finite: the memory is that of a call that succeeded.
    mutating func gather(from all: inout [Double]) -> [Double] {
        precondition((all.count + 31) / 32 == marks.count, "\(all.count) weights, but marks for other columns")
        var gathered = exchange(&spare, with: [])
        pass(over: &all, into: &gathered)
        (spare, scale, isEmpty) = (exchange(&weights, with: []), 1, true)
        return gathered
    }

    /// Ends a call that has learned these weights: they are to be put back, and all are to be multiplied with a scale then.
    mutating func leave(_ weights: [Double], scale: Double) {
        (self.weights, self.scale) = (weights, scale)
        isEmpty = false
    }

    /// Ends a call that has failed: all weights are as they were.
    mutating func forget() {
        for word in bits.indices { bits[word] = 0 }
    }

    /// Does what is pending, and gives the memory back.
    mutating func settle(_ all: inout [Double]) {
        if !isEmpty {
            var none: [Double] = []
            pass(over: &all, into: &none)
        }
        if !marks.isEmpty { self = GatheredWeights(instructions: instructions) }
    }

    /// The weight of a column, once what is pending is done to it.
    func settled(_ weight: Double, ofColumn column: Int) -> Double {
        guard !isEmpty else { return weight }
        let (word, bit) = (column / 32, UInt32(1) << UInt32(column % 32))
        guard bits[word] & bit != 0 else { return weight * scale }
        return weights[Int(marks[word].before) + (bits[word] & (bit - 1)).nonzeroBitCount] * scale
    }

    /// All weights, once what is pending is done to them.
    func settled(_ all: [Double]) -> [Double] {
        var (gathered, all) = (self, all)
        gathered.settle(&all)
        return all
    }

    private mutating func pass(over all: inout [Double], into gathered: inout [Double]) {
        let (instructions, scale) = (instructions, scale)
        unsafe bits.withUnsafeMutableBufferPointer { bits in
            unsafe marks.withUnsafeMutableBufferPointer { marks in
                unsafe weights.withUnsafeBufferPointer { weights in
                    unsafe all.withUnsafeMutableBufferPointer { all in
                        unsafe gathered.withUnsafeMutableBufferPointer { gathered in
                            unsafe learning_gather(
                                all.baseAddress, all.count,
                                learning_pending(bits: bits.baseAddress, weights: weights.baseAddress, scale: scale),
                                marks.baseAddress, gathered.baseAddress, instructions)
                        }
                    }
                }
            }
        }
    }
}

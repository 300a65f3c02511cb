import CLearning

/// The scales of the last calls, where they have yet to be multiplied into most weights.
///
/// Each call ends by multiplying its scale into every weight, however few it came to, and every product is rounded. So the scales of
/// several calls cannot become one factor, but a weight can wait for them and then be multiplied with one after the other while
/// it is at hand: the same products in the same order. Weights that a call comes to are brought up to date first. An update
/// in 25,000 calls of one review, with 73,000 weights, takes three quarters of the time that it took with all multiplied in each.
struct LateScales: Sendable {
    /// The scales in the order of the calls.
    private var scales: [Double] = []
    /// With how many of them each weight has been multiplied, where that is not known to be 0.
    private var done: [UInt8] = []
    /// The positions of the weights that were multiplied with any of them, each once.
    private var ahead: [Int32] = []

    private let instructions: learning_instructions

    /// The best instructions that this processor has.
    static let bestInstructions = learning_best_instructions()

    /// No weight waits.
    init(instructions: learning_instructions = bestInstructions) { self.instructions = instructions }

    /// How many calls wait at most: 25,000 reviews, one a call, took no less time with half of it nor with twice as much.
    private static let mostScales = 24

    /// Whether no weight waits.
    var isEmpty: Bool { scales.isEmpty }

    /// Whether it is worthwhile to have the weights wait behind a call of some entries.
    ///
    /// Each entry is looked up several times and multiplied by itself, which takes as long as to multiply about a hundred weights in
    /// their order: batches of 8 to 30 reviews took 1.15 times as long where a sixteenth of the weights was few.
    static func areWorthwhile(entries: Int, weights: Int) -> Bool { entries <= weights / 128 }

    /// Brings the weights at some positions up to date.
    mutating func catchUp(_ weights: inout [Double], at positions: Span<Int32>) {
        guard !scales.isEmpty else { return }
        makeRoom(for: weights.count)
        let last = UInt8(truncatingIfNeeded: scales.count)
        for entry in positions.indices {
            let position = Int(positions[entry])
            let first = done[position]
            guard first < last else { continue }
            if first == 0 { ahead.append(positions[entry]) }
            done[position] = last
            weights[position] = product(of: weights[position], from: Int(first))
        }
    }

    /// Ends a call: multiplies its scale into the weights at its positions, which are up to date, and has all others wait.
    mutating func append(_ scale: Double, to weights: inout [Double], at positions: Span<Int32>) {
        guard scale != 1 else { return }
        makeRoom(for: weights.count)
        let before = UInt8(truncatingIfNeeded: scales.count)
        scales.append(scale)
        // A position may come several times.
        for entry in positions.indices {
            let position = Int(positions[entry])
            guard done[position] == before else { continue }
            if before == 0 { ahead.append(positions[entry]) }
            done[position] = before + 1
            weights[position] *= scale
        }
        if scales.count == Self.mostScales { settle(&weights) }
    }

    /// Brings all weights up to date.
    ///
    /// - Complexity: O(*m* · *k*) for *m* weights and *k* scales, with one look at each weight.
    mutating func settle(_ weights: inout [Double]) {
        guard !scales.isEmpty else { return }
        let upToDate = ahead.map { product(of: weights[Int($0)], from: Int(done[Int($0)])) }
        Self.multiply(&weights, with: scales, instructions: instructions)
        for (position, weight) in zip(ahead, upToDate) {
            weights[Int(position)] = weight
            done[Int(position)] = 0
        }
        scales.removeAll(keepingCapacity: true)
        ahead.removeAll(keepingCapacity: true)
    }

    /// The weight at a position, up to date.
    func settled(_ weight: Double, at position: Int) -> Double {
        product(of: weight, from: position < done.count ? Int(done[position]) : 0)
    }

    /// Some weights, up to date.
    func settled(_ weights: [Double]) -> [Double] {
        var (late, weights) = (self, weights)
        late.settle(&weights)
        return weights
    }

    /// Multiplies every weight with every scale, one after the other.
    static func multiply(
        _ weights: inout [Double], with scales: [Double], instructions: learning_instructions = bestInstructions
    ) {
        guard !scales.isEmpty else { return }
        unsafe weights.withUnsafeMutableBufferPointer { weights in
            unsafe scales.withUnsafeBufferPointer { scales in
                unsafe learning_multiply(
                    weights.baseAddress, weights.count, scales.baseAddress, scales.count, instructions)
            }
        }
    }

    private func product(of weight: Double, from first: Int) -> Double {
        var weight = weight
        for number in first..<scales.count { weight *= scales[number] }
        return weight
    }

    private mutating func makeRoom(for count: Int) {
        if done.count < count { done.append(contentsOf: repeatElement(0, count: count - done.count)) }
    }
}

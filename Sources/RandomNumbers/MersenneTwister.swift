/// NumPy's `RandomState(seed)`: MT19937 with Knuth's initialisation, and the draws that scikit-learn makes from it.
///
/// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998).
/// - Complexity: amortised O(1) a word.
package struct MersenneTwister: Sendable {
    private var key: [UInt32]
    private var position: Int

    /// The generator of `numpy.random.RandomState(seed)`.
    package init(seed: UInt32) {
        key = []
        key.reserveCapacity(624)
        var value = seed
        for index in 0..<624 {
            key.append(value)
            value = 1_812_433_253 &* (value ^ (value >> 30)) &+ UInt32(index + 1)
        }
        position = 624
    }

    /// The next 32 bits.
    package mutating func next() -> UInt32 {
        if position == 624 { refill() }
        var word = key[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    /// A number in `low..<high`, as `randint(low, high)` draws it: masked words until one fits.
    ///
    /// - Precondition: `low < high` and `high - low <= 2^32`. A range of one number draws nothing.
    package mutating func integer(from low: Int, below high: Int) -> Int {
        precondition(low < high && high - low <= 1 << 32, "a range of 1 to 2^32 numbers, not \(low)..<\(high)")
        let largest = UInt32(high - 1 - low)
        guard largest > 0 else { return low }
        let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
        while true {
            let word = next() & mask
            if word <= largest { return low + Int(word) }
        }
    }

    /// A number of 53 random bits in 0..<1, as `random_sample()` draws it from two words.
    package mutating func uniform() -> Double {
        let (high, low) = (next() >> 5, next() >> 6)
        return (Double(high) * 67_108_864 + Double(low)) / 9_007_199_254_740_992
    }

    /// Shuffles `count` things by swapping pairs, in the order of NumPy's `shuffle` and `permutation`.
    ///
    /// - Complexity: O(*n*) swaps, where *n* is `count`.
    package mutating func shuffle(count: Int, swap: (Int, Int) -> Void) {
        guard count > 1 else { return }
        for index in stride(from: count - 1, to: 0, by: -1) {
            swap(index, integer(from: 0, below: index + 1))
        }
    }

    private mutating func refill() {
        for index in 0..<624 {
            let word = (key[index] & 0x8000_0000) | (key[(index + 1) % 624] & 0x7FFF_FFFF)
            key[index] = key[(index + 397) % 624] ^ (word >> 1) ^ (word & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        position = 0
    }
}

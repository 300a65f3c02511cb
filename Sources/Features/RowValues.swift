import CFeatures

/// The values of rows, each different value of a row kept once and one byte an entry.
///
/// Counts divided by a norm take few values, however long the row is, and eight bytes an entry would be mostly the same ones. A
/// row of more than 256 different values keeps them all.
package struct RowValues: Sendable, Equatable {
    /// The number of each entry's value among those of its row; without meaning in a row that keeps all.
    private var codes: [UInt8] = []
    /// The values of the rows, one row after another: the different ones in the order in which they first occur, or all.
    private var kept: [Double] = []
    /// Where the values of each row end in `kept`.
    private var keptEnds: [Int] = []

    /// The most values of a row that a byte can tell apart.
    private static let mostCodes = 256

    /// No rows.
    package init() {}

    /// The bytes that the values take.
    var byteCount: Int { codes.count + 8 * (kept.count + keptEnds.count) }

    /// Whether every value is a finite number.
    ///
    /// - Complexity: O(*d*) in the number of different values, row by row.
    package var areFinite: Bool { kept.allSatisfy(\.isFinite) }

    /// Adds a row of any values.
    ///
    /// - Complexity: expected O(*n*) in the number of values.
    package mutating func append(_ values: Span<Double>) {
        var known: [UInt64: UInt8] = [:]
        let first = kept.count
        for index in values.indices {
            let value = values[index]
            let code = known[value.bitPattern] ?? UInt8(truncatingIfNeeded: known.count)
            codes.append(code)
            guard known.updateValue(code, forKey: value.bitPattern) == nil else { continue }
            kept.append(value)
            guard known.count > Self.mostCodes else { continue }
            return keepAll(values, from: first, coded: index + 1)
        }
        keptEnds.append(kept.count)
    }

    /// Adds a row that has too many values to be told apart, of which `coded` have codes and some are kept from `first` on.
    private mutating func keepAll(_ values: Span<Double>, from first: Int, coded: Int) {
        codes.append(contentsOf: repeatElement(0, count: values.count - coded))
        kept.removeLast(kept.count - first)
        for index in values.indices { kept.append(values[index]) }
        keptEnds.append(kept.count)
    }

    /// Adds a row whose values are some numbers of −127 to 128, each divided by `divisor`.
    ///
    /// The row is what ``append(_:)`` of its values would make.
    /// - Parameters:
    ///   - numbers: The numbers.
    ///   - divisor: What each is divided by, and not multiplied with the reciprocal of, which would round differently.
    ///   - known: Room for 256 numbers, whatever they are.
    /// - Complexity: O(*n*) in the number of values; only the different ones are divided.
    mutating func append(_ numbers: Span<Int32>, dividedBy divisor: Double, scratch known: inout [Int16]) {
        let first = codes.count
        codes.append(contentsOf: repeatElement(0, count: numbers.count))
        var known = known.mutableSpan
        for place in 0..<Self.mostCodes { known[place] = -1 }
        var written = exchange(&codes, with: [])
        var codes = written.mutableSpan
        var added: Int16 = 0
        for index in numbers.indices {
            let number = unsafe numbers[unchecked: index]
            let place = Int(number & 0xFF)
            // A place is below 256, and there are as many codes more as numbers.
            var code = unsafe known[unchecked: place]
            if code < 0 {
                code = added
                known[place] = code
                added += 1
                kept.append(Double(number) / divisor)
            }
            unsafe codes[unchecked: first &+ index] = UInt8(truncatingIfNeeded: code)
        }
        self.codes = written
        keptEnds.append(kept.count)
    }

    /// Adds a row whose values are some sums, each divided by `divisor`, with instructions that add up keys, too.
    ///
    /// The row is what ``append(_:)`` of its values would make.
    /// - Complexity: O(*n*) in the number of values; only the different ones are divided.
    mutating func append(_ sums: Span<Int8>, dividedBy divisor: Double, instructions: features_instructions) {
        unsafe withUnsafeTemporaryAllocation(of: Int8.self, capacity: Self.mostCodes) { different in
            var known = 0
            codes.append(addingCapacity: sums.count) { output in
                unsafe output.withUnsafeMutableBufferPointer { codes, count in
                    known = unsafe sums.withUnsafeBufferPointer { sums in
                        unsafe features_encode(
                            sums.baseAddress, sums.count, codes.baseAddress, different.baseAddress, instructions)
                    }
                    // Without these instructions nothing was written.
                    precondition(known > 0 || sums.isEmpty)
                    count = sums.count
                }
            }
            for place in 0..<known { kept.append(Double(unsafe different[place]) / divisor) }
        }
        keptEnds.append(kept.count)
    }

    /// Whether all of some numbers are in the range of ``append(_:dividedBy:scratch:)``.
    static func areSmall(_ numbers: Span<Int32>) -> Bool {
        var union: UInt32 = 0
        for index in numbers.indices { union |= UInt32(bitPattern: numbers[index] &+ 127) }
        return union < UInt32(mostCodes)
    }

    /// Adds some rows of other values.
    ///
    /// - Parameters:
    ///   - rows: The numbers of the rows.
    ///   - entries: Where they lie among the other entries.
    ///   - other: The other values.
    package mutating func append(_ rows: Range<Int>, entries: Range<Int>, of other: RowValues) {
        let first = rows.lowerBound == 0 ? 0 : other.keptEnds[rows.lowerBound - 1]
        let shift = kept.count - first
        codes += other.codes[entries]
        kept += other.kept[first..<(rows.isEmpty ? first : other.keptEnds[rows.upperBound - 1])]
        for row in rows { keptEnds.append(other.keptEnds[row] + shift) }
    }

    /// Calls `body` with the values of a row, which it writes to `scratch` where they are not there one an entry.
    ///
    /// - Parameters:
    ///   - row: The number of the row.
    ///   - entries: Where it lies among the entries.
    ///   - scratch: Room for the values; grows to what a row needs.
    ///   - body: Gets the values, one an entry.
    /// - Returns: What `body` returns.
    /// - Complexity: O(*n*) in the number of its entries.
    @inline(__always)
    package func withRow<Result>(
        _ row: Int, entries: Range<Int>, scratch: inout [Double], _ body: (Span<Double>) -> Result
    ) -> Result {
        let kept = kept.span.extracting((row == 0 ? 0 : keptEnds[row - 1])..<keptEnds[row])
        // A row without different values that are worth a code, or with as many as entries, has them in order.
        guard kept.count < entries.count else { return body(kept) }
        if scratch.count < entries.count { scratch = [Double](repeating: 0, count: 2 * entries.count) }
        Self.decode(codes.span.extracting(entries), kept, into: &scratch)
        return body(scratch.span.extracting(first: entries.count))
    }

    /// Writes the value of each code; a code is below the number of values that its row keeps.
    static func decode(
        _ codes: Span<UInt8>, _ kept: Span<Double>, into values: inout [Double],
        instructions: features_instructions = HashingVectorizer.bestInstructions
    ) {
        precondition(values.count >= codes.count)
        unsafe codes.withUnsafeBufferPointer { codes in
            unsafe kept.withUnsafeBufferPointer { kept in
                unsafe values.withUnsafeMutableBufferPointer { values in
                    unsafe features_decode(
                        codes.baseAddress, codes.count, kept.baseAddress, kept.count, values.baseAddress, instructions)
                }
            }
        }
    }

    /// Has the processor bring the values of a row near.
    func fetch(row: Int, entries: Range<Int>) {
        let kept = kept.span.extracting((row == 0 ? 0 : keptEnds[row - 1])..<keptEnds[row])
        unsafe kept.withUnsafeBytes { bytes in unsafe features_fetch(bytes.baseAddress, bytes.count) }
        unsafe codes.span.extracting(entries).withUnsafeBytes { bytes in
            unsafe features_fetch(bytes.baseAddress, bytes.count)
        }
    }

    /// Makes room for `entries` entries of `rows` rows; what is not used is never touched.
    package mutating func reserve(_ entries: Int, rows: Int) {
        codes.reserveCapacity(entries)
        keptEnds.reserveCapacity(rows)
    }

    /// Forgets the rows and keeps the memory.
    mutating func removeAll() {
        codes.removeAll(keepingCapacity: true)
        kept.removeAll(keepingCapacity: true)
        keptEnds.removeAll(keepingCapacity: true)
    }
}

/// The weights of all columns, row after row: written out, or only those of the columns that occurred.
///
/// Which of the two it is changes no number. Copies share their arrays.
package struct Coefficients: Sendable {
    private var storage: Storage

    private enum Storage: Sendable {
        case writtenOut([Double])
        case arriving(ArrivingNumbers)
        case byColumn(Columns)
    }

    /// The rows of a matrix in which most columns are 0.
    fileprivate struct Columns: Equatable, Sendable {
        var nFeatures: Int
        /// The columns that may differ from 0, in any order, each once.
        var columns: [Int32]
        /// The weights of each row, in the order of `columns`.
        var weights: [[Double]]
    }

    /// Numbers as they are.
    package init(_ numbers: [Double]) { storage = .writtenOut(numbers) }

    /// Numbers that come from a file; whoever looks at them waits.
    package init(_ numbers: ArrivingNumbers) { storage = .arriving(numbers) }

    /// Rows of `nFeatures` columns, whose weights are 0 but for those of `columns`.
    init(columns: [Int32], weights: [[Double]], nFeatures: Int) {
        storage = .byColumn(Columns(nFeatures: nFeatures, columns: columns, weights: weights))
    }

    /// How many numbers there are, zeros included.
    package var count: Int {
        switch storage {
        case .writtenOut(let numbers): numbers.count
        case .arriving(let numbers): numbers.count
        case .byColumn(let rows): rows.nFeatures * rows.weights.count
        }
    }

    /// All numbers, written out.
    ///
    /// - Complexity: O(1) where they are an array; O(`count`), and that much memory, where they are not.
    package var numbers: [Double] {
        get {
            let rows: Columns
            switch storage {
            case .writtenOut(let numbers): return numbers
            case .arriving(let numbers):
                return numbers.withAll { all in unsafe all.withUnsafeBufferPointer { unsafe Array($0) } }
            case .byColumn(let columns): rows = columns
            }
            var numbers = HugePages.zeros(count)
            for (row, weights) in rows.weights.enumerated() {
                let start = row * rows.nFeatures
                for (column, weight) in zip(rows.columns, weights) { numbers[start + Int(column)] = weight }
            }
            return numbers
        }
        set { storage = .writtenOut(newValue) }
    }

    /// The same numbers, written out.
    var writtenOut: Coefficients {
        if case .byColumn = storage { Coefficients(numbers) } else { self }
    }

    /// Calls `body` with all numbers, which it must not keep.
    ///
    /// - Complexity: as that of ``numbers``, but no numbers that are written out are copied.
    func withNumbers<Result>(_ body: (Span<Double>) -> Result) -> Result {
        if case .arriving(let numbers) = storage { return numbers.withAll(body) }
        return body(numbers.span)
    }

    /// Whether the numbers come from a file.
    package var isArriving: Bool {
        if case .arriving = storage { true } else { false }
    }

    /// Begins to bring numbers that come from a file, which looking at them does, too.
    package func begin() {
        if case .arriving(let numbers) = storage { numbers.begin() }
    }

    /// The same numbers, brought from the file whenever somebody looks at them and not kept, if nobody has begun to bring them;
    /// otherwise `nil`.
    package var unkept: Coefficients? {
        guard case .arriving(let numbers) = storage else { return nil }
        return numbers.unkept.map { Coefficients($0) }
    }

    /// How many numbers are not 0.
    package var nonzeroCount: Int {
        switch storage {
        case .writtenOut, .arriving:
            withNumbers { numbers in numbers.indices.reduce(0) { $0 + (numbers[$1] != 0 ? 1 : 0) } }
        case .byColumn(let rows): rows.weights.reduce(0) { $0 + $1.count { $0 != 0 } }
        }
    }

    /// Whether no number is infinite or none at all.
    package var isFinite: Bool {
        switch storage {
        case .writtenOut, .arriving: withNumbers { Self.areFinite($0) }
        case .byColumn(let rows): rows.weights.allSatisfy { Self.areFinite($0.span) }
        }
    }

    /// Whether none of some numbers is infinite or no number.
    package static func areFinite(_ numbers: Span<Double>) -> Bool {
        // No branch within the loop: it is one of vectors.
        var carries: UInt64 = 0
        for index in numbers.indices { carries |= carry(numbers[index]) }
        return carries >> 63 == 0
    }

    /// A number whose highest bit is set where `number` is infinite or no number: an exponent of all ones carries into the sign.
    @inline(__always)
    static func carry(_ number: Double) -> UInt64 {
        (number.bitPattern & 0x7FF0_0000_0000_0000) &+ 0x0010_0000_0000_0000
    }
}

extension Coefficients {
    /// How many numbers a piece has at most: 64 kB of them, which stay in the cache while they are looked at.
    private static let pieceLength = 8192

    /// Calls `body` with all numbers in order, piece by piece, and with the place of the first number of each.
    ///
    /// - Complexity: O(`count`); beyond the weights in memory it takes that of one piece, and of a number a column.
    package func forEachPiece<Failure: Error>(
        _ body: (_ start: Int, _ piece: Span<Double>) throws(Failure) -> Void
    ) throws(Failure) {
        switch storage {
        case .writtenOut(let numbers):
            for start in stride(from: 0, to: numbers.count, by: Self.pieceLength) {
                let end = min(start + Self.pieceLength, numbers.count)
                try body(start, numbers.span.extracting(start..<end))
            }
        case .arriving(let numbers):
            for start in stride(from: 0, to: numbers.count, by: Self.pieceLength) {
                let end = min(start + Self.pieceLength, numbers.count)
                try numbers.with(start..<end) { (piece) throws(Failure) in try body(start, piece) }
            }
        case .byColumn(let rows): try rows.forEachPiece(of: Self.pieceLength, body)
        }
    }
}

extension Coefficients.Columns {
    fileprivate func forEachPiece<Failure: Error>(
        of length: Int, _ body: (_ start: Int, _ piece: Span<Double>) throws(Failure) -> Void
    ) throws(Failure) {
        let (positions, ends) = positions(byPieceOf: length)
        var piece = [Double](repeating: 0, count: min(length, nFeatures))
        for (row, weights) in weights.enumerated() {
            var first = 0
            for (number, end) in ends.enumerated() {
                let start = number * length
                for position in positions[first..<end] {
                    piece[Int(columns[Int(position)]) - start] = weights[Int(position)]
                }
                try body(row * nFeatures + start, piece.span.extracting(0..<min(length, nFeatures - start)))
                for position in positions[first..<end] { piece[Int(columns[Int(position)]) - start] = 0 }
                first = end
            }
        }
    }

    /// The positions in `columns` ordered by the piece that each column is in, and where each piece's positions end.
    private func positions(byPieceOf length: Int) -> (positions: [Int32], ends: [Int]) {
        var next = [Int](repeating: 0, count: (nFeatures + length - 1) / length)
        for column in columns { next[Int(column) / length] += 1 }
        var total = 0
        for piece in next.indices { (next[piece], total) = (total, total + next[piece]) }
        var positions = [Int32](repeating: 0, count: columns.count)
        for (position, column) in columns.enumerated() {
            let piece = Int(column) / length
            positions[next[piece]] = Int32(truncatingIfNeeded: position)
            next[piece] += 1
        }
        // Filled, each piece's next place is its end.
        return (positions, next)
    }
}

extension Coefficients: Hashable {
    /// Whether both have the same numbers, however they are held.
    package static func == (a: Coefficients, b: Coefficients) -> Bool {
        switch (a.storage, b.storage) {
        case (.byColumn(let a), .byColumn(let b)) where a == b: true
        case (.arriving(let a), .arriving(let b)) where a === b: true
        default: a.numbers == b.numbers
        }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

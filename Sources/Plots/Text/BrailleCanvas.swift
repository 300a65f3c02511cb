/// Dots in cells of Braille, two wide and four high, which any terminal with Unicode draws finer than its characters.
struct BrailleCanvas {
    private let columns: Int
    private let rows: Int
    private var cells: [UInt8]

    /// A canvas without dots, at least one cell wide and high.
    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        cells = [UInt8](repeating: 0, count: columns * rows)
    }

    /// Dots from the left.
    var width: Int { columns * 2 }
    /// Dots from the top.
    var height: Int { rows * 4 }

    /// A place between dots, from the upper left corner.
    struct Dot: Hashable {
        var x: Int
        var y: Int
    }

    /// How a line is drawn, so that lines are told apart without colour.
    enum Stroke: Int, CaseIterable {
        case solid, dashed, dotted

        fileprivate func draws(_ step: Int) -> Bool {
            switch self {
            case .solid: true
            case .dashed: step % 6 < 3
            case .dotted: step % 4 == 0
            }
        }
    }

    /// Draws a line through places; those beyond the edges are left out.
    mutating func draw(_ dots: [Dot], _ stroke: Stroke) {
        var step = 0
        if let first = dots.first { set(first) }
        for (from, to) in zip(dots, dots.dropFirst()) {
            let length = max(abs(to.x - from.x), abs(to.y - from.y))
            for part in 0..<length {
                if stroke.draws(step) {
                    set(Dot(x: Self.between(from.x, to.x, part, length), y: Self.between(from.y, to.y, part, length)))
                }
                step += 1
            }
        }
    }

    /// The character of a cell; `nil` where it has no dot.
    func character(column: Int, row: Int) -> Character? {
        let cell = cells[row * columns + column]
        return cell == 0 ? nil : Character(Unicode.Scalar(0x2800 + UInt32(cell)) ?? " ")
    }

    private mutating func set(_ dot: Dot) {
        guard 0..<width ~= dot.x, 0..<height ~= dot.y else { return }
        cells[dot.y / 4 * columns + dot.x / 2] |= Self.bits[dot.y % 4][dot.x % 2]
    }

    /// The bits of the dots in Unicode's block of Braille, row by row.
    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    private static func between(_ from: Int, _ to: Int, _ part: Int, _ length: Int) -> Int {
        from + Int((Double((to - from) * part) / Double(length)).rounded())
    }
}

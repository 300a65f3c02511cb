import Values

/// Characters in rows and columns, some of which are two columns wide.
struct TextCanvas {
    let columns: Int
    private(set) var rows: [[String]]

    private static let blank = " "

    /// A canvas of spaces.
    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = [[String]](repeating: [String](repeating: Self.blank, count: columns), count: rows)
    }

    /// Writes a text from a place on, cut where the canvas ends.
    mutating func write(_ text: String, row: Int, column: Int) {
        guard rows.indices ~= row, column < columns, column >= 0 else { return }
        var place = column
        for character in DisplayWidth.cut(text, to: columns - column) {
            let width = DisplayWidth.of(String(character))
            guard width > 0 else { continue }
            rows[row][place] = String(character)
            for covered in place + 1..<place + width where covered < columns { rows[row][covered] = "" }
            place += width
        }
    }

    /// Whether nothing is written in some columns of a row, all of which are there.
    func isFree(row: Int, from column: Int, width: Int) -> Bool {
        guard rows.indices ~= row, column >= 0, column + width <= columns else { return false }
        return rows[row][column..<column + width].allSatisfy { $0 == Self.blank }
    }

    /// The rows without the spaces at their ends.
    var lines: [String] { rows.map { TextCanvas.trimmed($0.joined()) } }

    /// A line without the spaces at its end.
    static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}

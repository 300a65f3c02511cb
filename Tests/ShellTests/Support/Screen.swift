/// What a person would see: the characters that a terminal's byte stream leaves behind.
///
/// Knows as much of ECMA-48 as readline, `less` and a progress bar use. Rows that scroll off are kept above the window,
/// so that a test can look at the whole session. Every character counts as one column.
struct Screen {
    private(set) var columns: Int
    private(set) var rows: Int
    private var lines: [[Character]] = [[]]
    /// The row of `lines` that is the window's first.
    private var top = 0
    private var row = 0
    private var column = 0
    private var sequence: Sequence = .none
    private var unfinishedCharacter: [UInt8] = []

    /// How far an escape sequence has come.
    private enum Sequence {
        case none
        case escape
        case control([UInt8])
        case systemCommand
        case twoBytes
    }

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// All rows so far, without the blanks at their ends.
    var text: String {
        lines.map { Self.trimmed($0) }.joined(separator: "\n")
    }

    /// The row that the cursor is in, without the blanks at its end.
    var cursorLine: String { Self.trimmed(lines[row]) }

    /// The rows from the one after the last that contains `text`, or `nil` when none does.
    func text(after text: String) -> String? {
        let all = lines.map { Self.trimmed($0) }
        return all.lastIndex { $0.contains(text) }.map { all[($0 + 1)...].joined(separator: "\n") }
    }

    mutating func resize(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        top = max(top, row - rows + 1)
    }

    mutating func feed(_ bytes: some Swift.Sequence<UInt8>) {
        for byte in bytes { feed(byte) }
    }

    private mutating func feed(_ byte: UInt8) {
        switch sequence {
        case .none: feedPlain(byte)
        case .escape:
            switch byte {
            case UInt8(ascii: "["): sequence = .control([])
            case UInt8(ascii: "]"): sequence = .systemCommand
            case UInt8(ascii: "("), UInt8(ascii: ")"): sequence = .twoBytes
            default: sequence = .none
            }
        case .control(let parameters):
            if (0x40...0x7E).contains(byte) {
                sequence = .none
                execute(byte, parameters)
            } else {
                sequence = .control(parameters + [byte])
            }
        case .systemCommand:
            if byte == 0x07 || byte == UInt8(ascii: "\\") { sequence = .none }
        case .twoBytes: sequence = .none
        }
    }

    private mutating func feedPlain(_ byte: UInt8) {
        switch byte {
        case 0x1B: sequence = .escape
        case 0x0D: column = 0
        case 0x0A: moveDown()
        case 0x08: column = max(0, min(column, columns) - 1)
        case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
        case 0x00..<0x20: break
        default:
            unfinishedCharacter.append(byte)
            guard let character = String(validating: unfinishedCharacter, as: UTF8.self)?.first else { return }
            unfinishedCharacter = []
            put(character)
        }
    }

    private mutating func put(_ character: Character) {
        // A terminal wraps when the next character comes, not when a row is full.
        if column >= columns {
            column = 0
            moveDown()
        }
        pad(to: column + 1)
        lines[row][column] = character
        column += 1
    }

    private mutating func moveDown() {
        row += 1
        while lines.count <= row { lines.append([]) }
        if row >= top + rows { top = row - rows + 1 }
    }

    private mutating func pad(to count: Int) {
        while lines[row].count < count { lines[row].append(" ") }
    }

    private mutating func execute(_ final: UInt8, _ parameters: [UInt8]) {
        let text = String(decoding: parameters, as: UTF8.self)
        if text.hasPrefix("?") || text.hasPrefix(">") { return }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let count = max(1, numbers.first ?? 1)
        let here = min(column, columns - 1)
        switch final {
        case UInt8(ascii: "A"): row = max(top, row - count)
        case UInt8(ascii: "B"): for _ in 0..<count { moveDown() }
        case UInt8(ascii: "C"): column = min(columns - 1, here + count)
        case UInt8(ascii: "D"): column = max(0, here - count)
        case UInt8(ascii: "G"): column = min(columns, count) - 1
        case UInt8(ascii: "H"):
            row = top
            for _ in 1..<count { moveDown() }
            column = max(1, numbers.count > 1 ? numbers[1] : 1) - 1
        case UInt8(ascii: "J"): erase(numbers.first ?? 0, lines: true)
        case UInt8(ascii: "K"): erase(numbers.first ?? 0, lines: false)
        case UInt8(ascii: "@"):
            pad(to: here)
            lines[row].insert(contentsOf: [Character](repeating: " ", count: count), at: here)
        case UInt8(ascii: "P"):
            let end = min(lines[row].count, here + count)
            if here < end { lines[row].removeSubrange(here..<end) }
        default: break
        }
    }

    private mutating func erase(_ what: Int, lines erasesLines: Bool) {
        let here = min(column, lines[row].count)
        switch what {
        case 0:
            lines[row].removeSubrange(here...)
            if erasesLines { lines.removeSubrange((row + 1)...) }
        case 1:
            for index in 0..<min(lines[row].count, column + 1) { lines[row][index] = " " }
        default:
            lines[row] = []
            if erasesLines { for index in top..<lines.count { lines[index] = [] } }
        }
    }

    private static func trimmed(_ line: [Character]) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}

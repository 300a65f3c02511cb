package import Plots
package import Values

/// What a command has to say: a value for programs and the same in blocks for people.
package struct CellOutput: Sendable {
    /// The keys and values that `--mode json` shows.
    package var result: JSONValue
    /// What a person is shown, from top to bottom.
    package var blocks: [Block]
    /// Remarks beside the result; they go to standard error.
    package var notes: [String]
    /// What a script is told: ``ExitStatus/done``, unless the command has judged something that does not hold.
    package var status = ExitStatus.done
    /// The parts of the text that show volatile figures, such as the size of a file that holds paths: `16.8 MB`.
    package var volatileWords: [String] = []

    /// Collects what a command has to say.
    package init(result: JSONValue = [:], blocks: [Block] = [], notes: [String] = []) {
        self.result = result
        self.blocks = blocks
        self.notes = notes
    }

    /// One part of what a person is shown.
    package enum Block: Sendable {
        /// A line of prose, or several.
        case prose(String)
        /// Figures with their names, on one line for a person.
        case figures([Figure])
        /// A table.
        case table(Table)
        /// A picture.
        case chart(Chart)
    }
}

/// A figure with its name.
package struct Figure: Sendable {
    /// The name for a person, such as `log loss`.
    package var name: String
    /// The value.
    package var value: TableCell

    /// Names a figure.
    package init(_ name: String, _ value: TableCell) {
        self.name = name
        self.value = value
    }
}

/// Rows under named columns.
package struct Table: Sendable {
    /// A line above the table, or `nil`.
    package var title: String?
    /// The columns' names.
    package var columns: [String]
    /// The rows, each as long as `columns`.
    package var rows: [[TableCell]]

    /// Makes a table.
    package init(title: String? = nil, columns: [String], rows: [[TableCell]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}

/// A value in a table: as programs read it, and as a person does.
package struct TableCell: Sendable {
    /// The value in full precision.
    package var value: JSONValue
    /// The value rounded and grouped for a person.
    package var shown: String
    /// Whether the value stands at the right edge of its column, as numbers do.
    package var isNumber: Bool

    private init(_ value: JSONValue, _ shown: String, isNumber: Bool) {
        self.value = value
        self.shown = shown
        self.isNumber = isNumber
    }

    /// A count, grouped in thousands.
    package static func count(_ value: Int) -> TableCell {
        TableCell(.integer(value), Numerals.grouped(value), isNumber: true)
    }

    /// A row number or a column, not grouped.
    package static func number(_ value: Int) -> TableCell {
        TableCell(.integer(value), String(value), isNumber: true)
    }

    /// A number with a fixed number of decimals; an unknown one is a dash.
    package static func decimal(_ value: Double?, places: Int = 4) -> TableCell {
        TableCell(JSONValue(value), value.map { Numerals.decimal($0, places: places) } ?? "–", isNumber: true)
    }

    /// A difference of shares in percentage points with its sign and two decimals; an unknown one is a dash.
    package static func points(_ value: Double?) -> TableCell {
        TableCell(
            JSONValue(value.map { $0 * 100 }), value.map { Numerals.signed($0 * 100, places: 2) } ?? "–",
            isNumber: true)
    }

    /// The p of a test with three decimals; one below 0.001 is shown as that.
    package static func pValue(_ value: Double?) -> TableCell {
        TableCell(JSONValue(value), value.map(Numerals.pValue) ?? "–", isNumber: true)
    }

    /// A number of bytes, shown in the unit a person would take.
    package static func bytes(_ value: Int) -> TableCell {
        TableCell(.integer(value), Numerals.bytes(value), isNumber: true)
    }

    /// A part of a whole, shown in percent; an unknown one is a dash.
    package static func share(_ value: Double?) -> TableCell {
        TableCell(
            JSONValue(value), value.map { Numerals.decimal($0 * 100, places: 1) + " %" } ?? "–", isNumber: true)
    }

    /// A text.
    package static func text(_ value: String) -> TableCell {
        TableCell(.text(value), value, isNumber: false)
    }

    /// A text with a shorter form for a person.
    package static func text(_ value: String, shown: String) -> TableCell {
        TableCell(.text(value), shown, isNumber: false)
    }

    /// Nothing, in a column of numbers or of texts.
    package static let blank = TableCell(.null, "", isNumber: true)

    /// Any value, spelled as JSON spells it.
    package static func value(_ value: JSONValue) -> TableCell {
        if case .text(let text) = value { return .text(text) }
        return TableCell(value, value.text, isNumber: true)
    }
}

package import Values

/// A picture of figures: what is drawn, and not yet where.
///
/// ``TextChart`` draws it in characters, ``SVGChart`` as a document that stands alone. Numbers are those that the axes
/// show: what is to be read in percent or megabytes is given so.
package struct Chart: Hashable, Sendable {
    /// What the picture shows, in a few words.
    package var title: String
    /// How it is to be read, in a sentence or two; empty where it needs no word.
    package var caption: String
    /// What is drawn.
    package var body: Body

    /// Describes a picture.
    package init(title: String, caption: String = "", body: Body) {
        (self.title, self.caption, self.body) = (title, caption, body)
    }

    /// A name as pictures have it, with an ellipsis in place of all behind its first 120 scalars.
    ///
    /// A grid repeats its names in every cell, and labels may be as long as documents.
    package static func name(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 120, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    /// What is drawn.
    package enum Body: Hashable, Sendable {
        /// Lines and points between two axes.
        case plane(Plane)
        /// Intervals or bars, one below the other, over one axis.
        case rows(Rows)
        /// Shaded cells with their values.
        case grid(Grid)
    }
}

extension Chart {
    /// Lines and points between two axes.
    package struct Plane: Hashable, Sendable {
        /// The axis to the right.
        package var x: Axis
        /// The axis upwards.
        package var y: Axis
        /// What lies between them, the most important first.
        package var series: [Series]

        /// Describes a plane.
        package init(x: Axis, y: Axis, series: [Series]) {
            (self.x, self.y, self.series) = (x, y, series)
        }
    }

    /// Points that belong together.
    package struct Series: Hashable, Sendable {
        /// What they are called.
        package var name: String
        /// The points, by ascending `x` where they are a line.
        package var points: [Point]
        /// Whether a line goes through the points; otherwise each has its label.
        package var isLine: Bool

        /// Describes points that belong together.
        package init(_ name: String, points: [Point], isLine: Bool = true) {
            (self.name, self.points, self.isLine) = (Chart.name(name), points, isLine)
        }
    }

    /// A point.
    package struct Point: Hashable, Sendable {
        /// Its place on the axes.
        package var x, y: Double
        /// What is written beside it; empty for points of a line.
        package var label: String
        /// The part of the upward axis that is shaded around a line's point; `nil` for none.
        package var interval: ClosedRange<Double>?

        /// Describes a point.
        package init(x: Double, y: Double, label: String = "", interval: ClosedRange<Double>? = nil) {
            (self.x, self.y, self.label, self.interval) = (x, y, Chart.name(label), interval)
        }
    }
}

extension Chart {
    /// Intervals or bars, one below the other, over one axis.
    package struct Rows: Hashable, Sendable {
        /// The axis below them.
        package var axis: Axis
        /// A part of the axis that is shaded; `nil` for none.
        package var band: ClosedRange<Double>?
        /// The rows, from top to bottom.
        package var groups: [Group]

        /// Describes rows.
        package init(axis: Axis, band: ClosedRange<Double>? = nil, groups: [Group]) {
            (self.axis, self.band, self.groups) = (axis, band, groups)
        }

        /// Rows below a heading.
        package struct Group: Hashable, Sendable {
            /// The heading; empty for none.
            package var title: String
            /// The rows.
            package var marks: [Mark]

            /// Describes a group.
            package init(_ title: String, marks: [Mark]) {
                (self.title, self.marks) = (Chart.name(title), marks)
            }
        }

        /// One row.
        package struct Mark: Hashable, Sendable {
            /// What it is called.
            package var label: String
            /// Its value.
            package var value: Double
            /// Where the value may lie; `nil` for a bar that begins at 0.
            package var interval: ClosedRange<Double>?
            /// What is written at the right.
            package var note: String
            /// Whether the point of an interval is filled, since the interval settles something.
            package var isSettled: Bool

            /// Describes a row.
            package init(
                _ label: String, value: Double, interval: ClosedRange<Double>? = nil, note: String,
                isSettled: Bool = true
            ) {
                (self.label, self.value, self.interval) = (Chart.name(label), value, interval)
                (self.note, self.isSettled) = (Chart.name(note), isSettled)
            }
        }
    }
}

extension Chart {
    /// Shaded cells with their values.
    package struct Grid: Hashable, Sendable {
        /// What the rows are.
        package var rowsTitle: String
        /// What the columns are.
        package var columnsTitle: String
        /// The rows' names, from top to bottom.
        package var rows: [String]
        /// The columns' names.
        package var columns: [String]
        /// The cells, one for each column in each row; `nil` where there is none.
        package var cells: [[Cell?]]

        /// Describes cells.
        package init(rowsTitle: String, columnsTitle: String, rows: [String], columns: [String], cells: [[Cell?]]) {
            (self.rowsTitle, self.columnsTitle) = (rowsTitle, columnsTitle)
            (self.rows, self.columns, self.cells) = (rows.map(Chart.name), columns.map(Chart.name), cells)
        }

        /// A cell.
        package struct Cell: Hashable, Sendable {
            /// The value.
            package var value: JSONValue
            /// The value as it is written into the cell.
            package var text: String
            /// What is written where that does not fit; `nil` for the same.
            package var shortText: String?
            /// How dark the cell is: 0 for not at all, up to 1; below 0, down to −1, in the other colour.
            package var shade: Double

            /// Describes a cell.
            package init(_ value: JSONValue, text: String, shortText: String? = nil, shade: Double) {
                (self.value, self.text, self.shortText) = (value, text, shortText)
                self.shade = min(1, max(-1, shade))
            }

            func text(isShort: Bool) -> String { isShort ? shortText ?? text : text }
        }
    }
}

package import Values

extension Chart {
    /// What is drawn, one member of each list a mark, with the names of its values.
    package var marks: [[JSONValue.Member]] {
        func mark(_ members: KeyValuePairs<String, JSONValue>) -> [JSONValue.Member] {
            members.map { JSONValue.Member(key: $0.key, value: $0.value) }
        }
        switch body {
        case .plane(let plane):
            let isBanded = plane.series.contains { $0.points.contains { $0.interval != nil } }
            return plane.series.flatMap { series in
                series.points.map { point in
                    mark(["series": .text(series.name), "x": .real(point.x), "y": .real(point.y)])
                        + (series.isLine ? [] : mark(["label": .text(point.label)]))
                        + (isBanded
                            ? mark([
                                "low": JSONValue(point.interval?.lowerBound),
                                "high": JSONValue(point.interval?.upperBound),
                            ]) : [])
                }
            }
        case .rows(let rows):
            return rows.groups.flatMap { group in
                group.marks.map { row in
                    mark([
                        "group": .text(group.title), "label": .text(row.label), "value": .real(row.value),
                        "low": JSONValue(row.interval?.lowerBound), "high": JSONValue(row.interval?.upperBound),
                        "note": .text(row.note),
                    ])
                }
            }
        case .grid(let grid):
            return zip(grid.rows, grid.cells).flatMap { row, cells in
                zip(grid.columns, cells).compactMap { column, cell in
                    cell.map { mark(["row": .text(row), "column": .text(column), "value": $0.value]) }
                }
            }
        }
    }

    /// The picture as programs read it: its words, and ``marks``.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "title", value: .text(title)), .init(key: "caption", value: .text(caption)),
        ]
        func add(_ key: String, _ value: JSONValue) { members.append(.init(key: key, value: value)) }
        switch body {
        case .plane(let plane):
            add("x", .text(plane.x.title))
            add("y", .text(plane.y.title))
        case .rows(let rows):
            add("x", .text(rows.axis.title))
            add("band", rows.band.map { [.real($0.lowerBound), .real($0.upperBound)] } ?? .null)
        case .grid(let grid):
            add("rows", .text(grid.rowsTitle))
            add("columns", .text(grid.columnsTitle))
        }
        add("marks", .array(marks.map { .object($0) }))
        return .object(members)
    }
}

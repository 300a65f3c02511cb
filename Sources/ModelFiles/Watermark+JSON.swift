import Values

/// Watermarks as JSON in a file's metadata.
extension Watermark {
    /// The watermark as an object with its members in a fixed order.
    var json: String {
        let blocks = blocks.map { block in
            JSONText.object([
                ("first_row", String(block.firstRow)), ("last_row", String(block.lastRow)),
                ("rows", String(block.rows)), ("sha256", JSONText.text(block.sha256)),
            ])
        }
        let refused = refused.map { row in
            JSONText.object([("row", String(row.row)), ("position", String(row.position))])
        }
        let former = formerPaths.isEmpty ? [] : [("former_paths", JSONText.array(formerPaths.map(JSONText.text)))]
        return JSONText.object(
            [("database", JSONText.text(database))] + former + [
                ("last_row", String(lastRow)), ("rows", String(rows)), ("blocks", JSONText.array(blocks)),
                ("refused", JSONText.array(refused)),
            ])
    }

    /// What contradicts itself in the watermark, as the words after "should be" and "but it is"; `nil` where all fits.
    ///
    /// Writing and reading ask the same question, so that no file is written that would not open.
    var contradiction: (expected: String, actual: String)? {
        if database.isEmpty { return ("a watermark with the path of its database", "without one") }
        if formerPaths.count > Self.mostFormerPaths {
            return ("at most \(Self.mostFormerPaths) former paths", "\(formerPaths.count)")
        }
        if rows < 0 { return ("a count of rows from 0 on", String(rows)) }
        var sum = 0
        for block in blocks {
            if !(1...Self.blockRows).contains(block.rows) {
                return ("a block of 1 to \(Self.blockRows) rows", "of \(block.rows)")
            }
            if block.firstRow > block.lastRow || block.lastRow > lastRow {
                return ("a block of rows up to \(lastRow)", "rows \(block.firstRow) to \(block.lastRow)")
            }
            if UInt64(bitPattern: block.lastRow &- block.firstRow) < UInt64(block.rows - 1) {
                return ("\(block.rows) rows in a block", "rows \(block.firstRow) to \(block.lastRow)")
            }
            let isDigest = block.sha256.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            if block.sha256.utf8.count != 64 || !isDigest { return ("64 hexadecimal digits", "another digest") }
            sum += block.rows
        }
        if sum != rows { return ("blocks of \(rows) rows together", "blocks of \(sum)") }
        for refusal in refused where refusal.position < 0 || refusal.row > lastRow {
            return ("refused rows up to \(lastRow)", "row \(refusal.row) at position \(refusal.position)")
        }
        return nil
    }
}

extension JSONReader {
    private static let mostWatermarks = 1000

    /// Reads an array of watermarks and checks each.
    mutating func watermarks() throws(ModelFileError) -> [Watermark] {
        var watermarks: [Watermark] = []
        try array { (reader) throws(ModelFileError) in
            // Each is compared with every row of a database that is not known.
            guard watermarks.count < Self.mostWatermarks else {
                throw reader.damage("at most \(Self.mostWatermarks) watermarks", "more")
            }
            let watermark = try reader.watermark()
            if let contradiction = watermark.contradiction {
                throw reader.damage(contradiction.expected, contradiction.actual)
            }
            watermarks.append(watermark)
        }
        return watermarks
    }

    private mutating func watermark() throws(ModelFileError) -> Watermark {
        var database: String?
        var former: [String] = []
        var lastRow: Int64?
        var rows: Int?
        var blocks: [Watermark.Block] = []
        var refused: [Watermark.Refused] = []
        try object { (reader, name) throws(ModelFileError) in
            switch name {
            case "database": database = try reader.text()
            case "former_paths":
                try reader.array { (reader) throws(ModelFileError) in former.append(try reader.text()) }
            case "last_row": lastRow = try reader.integer()
            case "rows": rows = try reader.count()
            case "blocks":
                try reader.array { (reader) throws(ModelFileError) in blocks.append(try reader.block()) }
            case "refused":
                try reader.array { (reader) throws(ModelFileError) in refused.append(try reader.refused()) }
            default: throw reader.unknown(name)
            }
        }
        guard let database, let lastRow, let rows else { throw incomplete() }
        return Watermark(
            database: database, formerPaths: former, lastRow: lastRow, rows: rows, blocks: blocks, refused: refused)
    }

    private mutating func block() throws(ModelFileError) -> Watermark.Block {
        var firstRow: Int64?
        var lastRow: Int64?
        var rows: Int?
        var sha256: String?
        try object { (reader, name) throws(ModelFileError) in
            switch name {
            case "first_row": firstRow = try reader.integer()
            case "last_row": lastRow = try reader.integer()
            case "rows": rows = try reader.count()
            case "sha256": sha256 = try reader.text()
            default: throw reader.unknown(name)
            }
        }
        guard let firstRow, let lastRow, let rows, let sha256 else { throw incomplete() }
        return Watermark.Block(firstRow: firstRow, lastRow: lastRow, rows: rows, sha256: sha256)
    }

    private mutating func refused() throws(ModelFileError) -> Watermark.Refused {
        var row: Int64?
        var position: Int?
        try object { (reader, name) throws(ModelFileError) in
            switch name {
            case "row": row = try reader.integer()
            case "position": position = try reader.count()
            default: throw reader.unknown(name)
            }
        }
        guard let row, let position else { throw incomplete() }
        return Watermark.Refused(row: row, position: position)
    }

    private func unknown(_ name: String) -> ModelFileError {
        damage("the names of a watermark", "'\(name.prefix(40))'")
    }

    private func incomplete() -> ModelFileError {
        damage("a whole watermark", "one with a member missing")
    }
}

import Text

/// A gram of a text with what it adds to its column.
package struct HashedGram: Hashable, Sendable {
    /// The gram.
    package let text: String
    /// How often the text has it.
    package let count: Int
    /// 1, or −1 when the gram counts against its column.
    package let sign: Int
}

/// A column of a row with the grams that fell in it.
package struct ColumnTokens: Hashable, Sendable {
    /// The column, from 0.
    package let column: Int
    /// The row's value there.
    package let value: Double
    /// The distinct grams, in the order of their first occurrence.
    package let grams: [HashedGram]

    /// Whether different grams share the column.
    package var isCollision: Bool { grams.count > 1 }
}

extension HashingVectorizer {
    /// For every column of the row of `text`, in order, the grams behind it.
    package mutating func explain(_ text: String) -> [ColumnTokens] {
        var batch = SparseBatch(nFeatures: settings.nFeatures)
        transform(text, into: &batch)
        // `transform` left the grams in `list`. Grams are told apart by bytes, which `String` would not do.
        var places: [[UInt8]: Int] = [:]
        var distinct: [(gram: [UInt8], count: Int)] = []
        for gram in list.grams {
            let bytes = Array(list.bytes[gram.start..<gram.end])
            if let place = places[bytes] {
                distinct[place].count += 1
            } else {
                places[bytes] = distinct.count
                distinct.append((bytes, 1))
            }
        }
        var gramsOfColumn: [Int: [HashedGram]] = [:]
        for (gram, count) in distinct {
            let text = String(decoding: gram, as: UTF8.self)
            let (column, sign) = column(of: text)
            gramsOfColumn[column, default: []].append(HashedGram(text: text, count: count, sign: sign))
        }
        return zip(batch.columns, batch.values).map { column, value in
            ColumnTokens(column: Int(column), value: value, grams: gramsOfColumn[Int(column)] ?? [])
        }
    }
}

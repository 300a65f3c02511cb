import Values

/// Names in little room: those that differ look different.
struct ShortNames {
    /// The names as they are written, cut or numbered where they are too long.
    let names: [String]
    /// What each number stands for, in their order; empty where names are not numbered.
    let key: [String]

    /// Fits names into `columns`: their ends are cut where that leaves them apart, else something before, else they are
    /// numbered.
    init(_ full: [String], columns: Int) {
        if let cut = DisplayWidth.cutApart(full, to: columns) {
            (names, key) = (cut, [])
            return
        }
        var numbers: [String: Int] = [:]
        var key: [String] = []
        for name in full where numbers[name] == nil {
            numbers[name] = key.count + 1
            key.append("\(key.count + 1)  \(name)")
        }
        names = full.map { String(numbers[$0] ?? 0) }
        self.key = key
    }

    /// The key in lines of at most `columns`: what goes on is indented.
    static func lines(_ key: [String], columns: Int) -> [String] {
        key.flatMap { DisplayWidth.split($0, to: columns - 3).enumerated().map { ($0 == 0 ? "" : "   ") + $1 } }
    }

    /// The letters of the label at a place of a list, from 0: `a` to `z`, then `aa`.
    static func letters(_ place: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(place % 26)))
        return place < 26 ? letter : letters(place / 26 - 1) + letter
    }
}

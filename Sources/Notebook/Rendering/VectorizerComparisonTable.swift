import Values

/// The cells of `compare vectorizers`, made of its figures: those of a result that has just come, or of a run's record.
struct VectorizerComparisonTable {
    /// The figures.
    let figures: FigureValues
    /// The names of the settings in which the vectorizers differ.
    let varied: [String]
    /// The values of those settings, a row a vectorizer.
    let settings: [[TableCell]]

    /// A row a vectorizer.
    var table: Table {
        let isResampled = figures.number("cells[0].accuracy_mean") != nil
        return Table(
            columns: varied + ["accuracy"] + (isResampled ? ["mean", "95 %"] : [])
                + ["log loss", "columns", "collide", "size"],
            rows: settings.indices.map { row($0, isResampled: isResampled) })
    }

    private func row(_ cell: Int, isResampled: Bool) -> [TableCell] {
        func number(_ key: String) -> Double? { figures.number("cells[\(cell)].\(key)") }
        func count(_ key: String) -> Int? { figures.count("cells[\(cell)].\(key)") }
        let ends = [number("accuracy_low"), number("accuracy_high")].compactMap(\.self)
        let uncertainty: [TableCell] = [
            .decimal(number("accuracy_mean")),
            .text(ends.count == 2 ? ends.map { Numerals.decimal($0, places: 3) }.joined(separator: "–") : ""),
        ]
        return settings[cell] + [.decimal(number("accuracy"))] + (isResampled ? uncertainty : []) + [
            .decimal(number("log_loss")), count("features_seen").map { .count($0) } ?? .blank,
            number("collision_rate").map { .share($0) } ?? .blank, count("size_bytes").map { .bytes($0) } ?? .blank,
        ]
    }
}

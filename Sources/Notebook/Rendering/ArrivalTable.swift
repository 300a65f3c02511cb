import Values

/// What feedback looks like in the order of its arrival, made of the figures of a result or of a run's record.
struct ArrivalTable {
    /// The figures, those of the arrivals below `arrivals`.
    let figures: FigureValues
    /// Whether the shares of the training are shown beside those of the feedback.
    let isForModel: Bool

    /// Each label's rows, its share of them, of the training and of each tenth; of two labels the last says it all.
    var table: Table {
        let labels = figures.elements(of: "arrivals.labels", member: "label")
        let tenths = (0..<10).prefix { figures["arrivals.tenths[\($0)][0]"] != nil }
        let rows = (labels == 2 ? 1..<2 : 0..<labels).map { label -> [TableCell] in
            let key = "arrivals.labels[\(label)]"
            return [
                .value(figures["\(key).label"] ?? .null), figures.count("\(key).rows").map { .count($0) } ?? .blank,
                .share(figures.number("\(key).share")),
            ] + (isForModel ? [.share(figures.number("\(key).training_share"))] : [])
                + tenths.map { tenth in
                    let share = figures.number("arrivals.tenths[\(tenth)][\(label)]") ?? 0
                    return .text(Numerals.decimal(share * 100, places: 0) + " %")
                }
        }
        let z = figures.number("arrivals.wald_wolfowitz_z")
        return Table(
            title:
                "arrivals: \(Numerals.counted(figures.count("arrivals.rows") ?? 0, "row")), longest run of one label "
                + Numerals.grouped(figures.count("arrivals.longest_run") ?? 0)
                + (z.map { ", Wald–Wolfowitz z \(Numerals.decimal($0, places: 1))" } ?? ""),
            columns: ["label", "rows", "share"] + (isForModel ? ["training"] : [])
                + tenths.map { "\($0 + 1)/\(tenths.count)" }, rows: rows)
    }
}

/// The two columns that are read of a row, found among those that there are.
struct ColumnPair: Hashable {
    /// The name of the column of texts.
    var text: String
    /// The name of the column of labels.
    var label: String
    /// The number of the column of texts, from 0.
    var textIndex: Int
    /// The number of the column of labels, from 0.
    var labelIndex: Int
}

extension ColumnPair {
    /// Finds the columns that a source asks for.
    ///
    /// A name wins over a number, and numbers count from 1. A column that is not asked for is the one with the default
    /// name, `review` or `sentiment`; where that is not there and the file has two columns only, it is the one that
    /// is left (the first for texts, the second for labels).
    init(of names: [String], for source: DatasetSource) throws(DatasetError) {
        let path = source.path
        let chosenText = try Self.index(of: source.textColumn, role: .text, among: names, path: path)
        let chosenLabel = try Self.index(of: source.labelColumn, role: .label, among: names, path: path)
        if let chosenText, chosenText == chosenLabel { throw .sameColumn(path: path, name: names[chosenText]) }
        let text = try Self.index(chosenText, orAssumed: .text, besides: chosenLabel, among: names, path: path)
        let label = try Self.index(chosenLabel, orAssumed: .label, besides: text, among: names, path: path)
        self.init(text: names[text], label: names[label], textIndex: text, labelIndex: label)
    }

    private static func index(
        of asked: String?, role: ColumnRole, among names: [String], path: String
    ) throws(DatasetError) -> Int? {
        guard let asked else { return nil }
        let matches = names.indices.filter { names[$0] == asked }
        if matches.count > 1 {
            throw .ambiguousColumn(path: path, role: role, name: asked, numbers: matches.map { $0 + 1 })
        }
        if let match = matches.first { return match }
        if let number = Int(asked), names.indices.contains(number - 1) { return number - 1 }
        throw .missingColumn(path: path, role: role, name: asked, columns: names)
    }

    private static func index(
        _ chosen: Int?, orAssumed role: ColumnRole, besides taken: Int?, among names: [String], path: String
    ) throws(DatasetError) -> Int {
        if let chosen { return chosen }
        let matches = names.indices.filter { names[$0] == role.defaultName && $0 != taken }
        if matches.count > 1 {
            throw .ambiguousColumn(path: path, role: role, name: role.defaultName, numbers: matches.map { $0 + 1 })
        }
        if let match = matches.first { return match }
        guard names.count == 2 else { throw .missingColumn(path: path, role: role, name: nil, columns: names) }
        if let taken { return 1 - taken }
        // The label column may be the first of the two, as in `sentiment,body`.
        return names[0] == ColumnRole.label.defaultName ? 1 : 0
    }
}

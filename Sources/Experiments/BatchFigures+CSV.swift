import Values

extension BatchFigures {
    /// The figures as a line of `batches.csv`, without its end; what is not known is empty.
    var csv: String {
        values.map { $0 == .null ? "" : $0.text }.joined(separator: ",")
    }

    /// Reads `batches.csv` as refit writes it: no quotes, one line a batch.
    static func read(csv bytes: [UInt8], path: String) throws(ExperimentError) -> [BatchFigures] {
        func damage(_ line: Int, _ offset: Int, _ field: String, _ expected: String, _ actual: String)
            -> ExperimentError
        {
            .damaged(
                FileDamage(
                    path: path, byteOffset: offset, field: "\(field) in line \(line)", expected: expected,
                    actual: "'\(actual.prefix(40))'"))
        }
        var figures: [BatchFigures] = []
        var start = 0
        var number = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            let line = String(decoding: bytes[start..<end], as: UTF8.self)
            number += 1
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if number == 1 {
                guard fields == columns else {
                    throw damage(1, start, "the header", "'\(columns.joined(separator: ","))'", line)
                }
            } else {
                guard fields.count == columns.count else {
                    throw damage(number, start, "the row", "\(columns.count) fields", line)
                }
                func whole(_ index: Int) throws(ExperimentError) -> Int {
                    guard let whole = Int(fields[index]), String(whole) == fields[index] else {
                        throw damage(number, start, columns[index], "a whole number", fields[index])
                    }
                    return whole
                }
                func real(_ index: Int) throws(ExperimentError) -> Double? {
                    if fields[index].isEmpty { return nil }
                    guard let real = Double(fields[index]), real.isFinite else {
                        throw damage(number, start, columns[index], "a number or nothing", fields[index])
                    }
                    return real
                }
                figures.append(
                    BatchFigures(
                        cell: try whole(0), batch: try whole(1), documents: try whole(2),
                        progressiveAccuracy: try real(3), progressiveLogLoss: try real(4),
                        lastRow: fields[5].isEmpty ? nil : Int64(try whole(5))))
            }
            start = end + 1
        }
        if number == 0 { throw damage(1, 0, "the header", "'\(columns.joined(separator: ","))'", "") }
        return figures
    }
}

import Files
package import Values

extension Dataset {
    /// Reads a source once, from its first byte to its last, and keeps what was found out.
    ///
    /// Every row is decoded, so that bad input shows here and not in the middle of learning. Memory does not grow with
    /// the data, but for 8 bytes every 1,024 rows; a shuffle keeps 8 bytes a row on disk. When anything fails, or the
    /// monitor is interrupted, nothing is left behind.
    ///
    /// - Complexity: O(*n*) for *n* bytes.
    package static func load(
        _ source: DatasetSource, monitor: (any WorkMonitor)? = nil
    ) throws(DatasetError) -> Dataset {
        let format = try source.resolvedFormat()
        let fingerprint = try source.fingerprint(format)
        let rows = try source.openRows(format, hashing: true)
        var pass = try LoadingPass(source, column: rows.columns.label)
        var reported = 0
        while let row = try rows.nextChecked() {
            try pass.add(row)
            guard pass.documents.isMultiple(of: RowIndex.stride) || rows.bytesRead - reported >= 1 << 20 else {
                continue
            }
            reported = rows.bytesRead
            monitor?.advance(to: reported, of: fingerprint.sizeBytes, unit: "bytes")
            if monitor?.isInterrupted == true { throw .interrupted(path: source.path) }
        }
        guard pass.documents > 0 else { throw .noRows(path: source.path) }
        guard try source.fingerprint(format) == fingerprint else { throw .changed(path: source.path) }
        return Dataset(
            source: source, format: format, documents: pass.documents, sizeBytes: fingerprint.sizeBytes,
            sha256: rows.finishDigest(), textColumn: rows.columns.text, labelColumn: rows.columns.label,
            labels: pass.census.counts, index: pass.index, order: try pass.finishOrder(), fingerprint: fingerprint,
            hasIntegerLabels: pass.census.isInteger)
    }
}

/// What grows while a source is read for the first time.
private struct LoadingPass: ~Copyable {
    private(set) var documents = 0
    private(set) var census: LabelCensus
    private(set) var index = RowIndex()
    private var order: RowOrder.Builder?
    private let source: DatasetSource

    init(_ source: DatasetSource, column: String) throws(DatasetError) {
        self.source = source
        census = LabelCensus(column: column)
        order = source.shuffleSeed == nil ? nil : try RowOrder.Builder()
    }

    mutating func add(_ row: Row) throws(DatasetError) {
        let number = documents + 1
        let path = source.path
        try census.add(row.label, at: RowPlace(path: path, row: number))
        index.add(row.position, row: documents)
        try order?.append(row.position)
        documents = number
    }

    mutating func finishOrder() throws(DatasetError) -> RowOrder? {
        guard let seed = source.shuffleSeed, let order = order.take() else { return nil }
        return try order.shuffled(seed: seed)
    }
}

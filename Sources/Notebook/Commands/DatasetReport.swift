import Datasets
import Values

/// What a dataset is, for `load` and `datasets`.
enum DatasetReport {
    static func output(of named: Session.NamedDataset) -> CellOutput {
        let (name, dataset) = (named.name, named.dataset)
        return CellOutput(
            result: value(of: named),
            blocks: [
                .prose(
                    """
                    \(name): \(Numerals.counted(dataset.documents, "document")), \
                    \(Numerals.bytes(dataset.sizeBytes)), sha256 \(Numerals.short(digest: dataset.sha256))
                    """),
                .table(table(of: dataset.labels)),
            ])
    }

    static func value(of named: Session.NamedDataset) -> JSONValue {
        let (name, dataset) = (named.name, named.dataset)
        return [
            "name": .text(name), "path": .text(named.typed), "format": .text(dataset.format.rawValue),
            "documents": .integer(dataset.documents), "size_bytes": .integer(dataset.sizeBytes),
            "sha256": .text(dataset.sha256), "text_column": JSONValue(dataset.textColumn),
            "label_column": JSONValue(dataset.labelColumn),
            "labels": value(of: dataset.labels),
        ]
    }

    /// How many documents have each label, for programs.
    static func value(of labels: [LabelCount]) -> JSONValue {
        .array(labels.map { ["label": JSONValue($0.label), "documents": .integer($0.documents)] })
    }

    /// How many documents have each label, and which share of all that is.
    static func table(of labels: [LabelCount]) -> Table {
        let documents = labels.reduce(0) { $0 + $1.documents }
        return Table(
            columns: ["label", "documents", "share"],
            rows: labels.map { count in
                [
                    .value(JSONValue(count.label)), .count(count.documents),
                    .share(Double(count.documents) / Double(max(1, documents))),
                ]
            })
    }
}

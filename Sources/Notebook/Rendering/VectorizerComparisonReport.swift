import Experiments
import Features
import Values

/// What `compare vectorizers` has to say.
struct VectorizerComparisonReport {
    private let result: VectorizerComparisonResult
    private let cells: [VectorizerCell]
    private let best: Int
    private let smallest: Int?
    /// The names of the settings in which the vectorizers differ.
    private let varied: [String]

    /// A report on a comparison.
    init(_ result: VectorizerComparisonResult) {
        self.result = result
        (cells, best, smallest) = (result.cells, result.best, result.smallestAsGood)
        let settings = result.cells.indices.map(result.settings)
        varied = HashingVectorizerSettings.comparedNames.filter { name in
            Set(settings.map { $0.first { $0.name == name }?.value }).count > 1
        }
    }

    /// The whole output.
    var output: CellOutput {
        let json = json
        let table = VectorizerComparisonTable(
            figures: FigureValues(of: json), varied: varied, settings: cells.indices.map(settings)
        ).table
        return CellOutput(
            result: json,
            blocks: [.table(table), .prose(sentences)] + (collisions.map { [.table($0)] } ?? []), notes: notes)
    }

    private var json: JSONValue {
        [
            // Before the cells, whose figures may be more than a record holds.
            "best": .integer(best), "smallest_as_good": JSONValue(smallest),
            "verdict": .text(sentences), "margin": .real(result.comparison.margin),
            "resamples": .integer(result.comparison.seeds.count),
            "documents": .integer(result.documents.trainingCount),
            "test_documents": .integer(result.documents.testCount),
            "cells": .array(cells.indices.map(cell)),
        ]
    }
}

extension VectorizerComparisonReport {
    private func cell(_ index: Int) -> JSONValue {
        let cell = cells[index]
        let (mean, difference) = (result.accuracy(of: index), result.difference(index, less: best))
        let interval = interval(of: index)
        return [
            "settings": JSONValue(result.settings(of: index)), "accuracy": .real(cell.accuracy),
            "accuracy_mean": JSONValue(mean?.mean), "accuracy_low": JSONValue(interval?.lowerBound),
            "accuracy_high": JSONValue(interval?.upperBound),
            "difference_to_best": JSONValue(index == best ? nil : difference?.mean),
            "p_value": JSONValue(index == best ? nil : difference?.pValue), "log_loss": JSONValue(cell.logLoss),
            "roc_auc": JSONValue(cell.rocAUC), "features_seen": .integer(cell.featuresSeen),
            "collision_rate": .real(cell.collisionRate),
            "heaviest_collisions": .array(
                cell.heaviest.map { shared in
                    [
                        "column": .integer(shared.column), "weight": .real(shared.weight),
                        "label": JSONValue(shared.label),
                        "words": .array(shared.words.map { .text($0) }),
                        "signs": .array(shared.signs.map { .integer($0) }), "word_count": .integer(shared.wordCount),
                    ]
                }),
            "duration_seconds": .real(cell.seconds), "size_bytes": .integer(cell.sizeBytes),
            "model_digest": .text(cell.modelDigest),
        ]
    }

    /// The 95 % interval of the mean accuracy over splits, cut to 0 to 1.
    private func interval(of cell: Int) -> ClosedRange<Double>? {
        result.accuracy(of: cell)?.interval().clamped(to: 0...1)
    }
}

extension VectorizerComparisonReport {
    /// The values of the settings that vary.
    private func settings(of index: Int) -> [TableCell] {
        result.settings(of: index).filter { varied.contains($0.name) }.map { setting in
            switch setting.value {
            case .integer(let count): .number(Int(count))
            case let value: .text(shown(value))
            }
        }
    }

    /// A vectorizer by the settings that vary.
    private func name(_ index: Int) -> String {
        guard !varied.isEmpty else { return "the vectorizer" }
        return result.settings(of: index).filter { varied.contains($0.name) }
            .map { "\($0.name)=\(shown($0.value))" }.joined(separator: ", ")
    }

    private func shown(_ value: ParameterValue) -> String {
        if case .list(let values) = value, values.count > 4 { return "\(values.count) words" }
        return value.description
    }

    /// The heaviest shared columns of the best vectorizer and of the smallest that is as good; `nil` where there are none.
    private var collisions: Table? {
        let shown = [best] + (smallest.map { $0 == best ? [] : [$0] } ?? [])
        // With two classes a weight speaks for the second one.
        let isLabelled = shown.contains { cells[$0].heaviest.contains { $0.label != nil } }
        let rows = shown.flatMap { index in
            cells[index].heaviest.map { shared -> [TableCell] in
                let more = shared.wordCount - shared.words.count
                let signed = zip(shared.words, shared.signs).map { ($1 < 0 ? "−" : "") + $0 }
                let words = signed.joined(separator: " + ") + (more > 0 ? " + \(more) more" : "")
                return settings(of: index) + [
                    .number(shared.column), .decimal(shared.weight),
                ] + (isLabelled ? [.text(shared.label?.description ?? "")] : []) + [.text(words)]
            }
        }
        guard !rows.isEmpty else { return nil }
        return Table(
            title: "shared columns with the largest weights",
            columns: varied + ["column", "weight"] + (isLabelled ? ["label"] : []) + ["words"], rows: rows)
    }
}

extension VectorizerComparisonReport {
    private var sentences: String {
        [sentenceOnBest, sentenceOnSmallest].compactMap(\.self).joined(separator: "\n")
    }

    private var sentenceOnBest: String {
        guard let accuracy = result.accuracy(of: best), let interval = interval(of: best) else {
            return "best: \(name(best)), accuracy \(Numerals.decimal(cells[best].accuracy, places: 4)); "
                + "how uncertain that is, fewer than 2 splits cannot tell: --resamples 10 would"
        }
        let half = max(interval.upperBound - accuracy.mean, accuracy.mean - interval.lowerBound)
        return "best: \(name(best)), mean accuracy \(Numerals.decimal(accuracy.mean, places: 4)) "
            + "± \(Numerals.decimal(half, places: 4)) over \(result.comparison.seeds.count) splits"
    }

    private var sentenceOnSmallest: String? {
        guard let smallest, cells.count > 1 else { return nil }
        let margin = Numerals.decimal(result.comparison.margin * 100, places: 1)
        guard smallest != best else {
            return "of no smaller one it is settled that it is as good (at most \(margin) points less)"
        }
        guard let difference = result.difference(smallest, less: best) else { return nil }
        return "smallest as good: \(name(smallest)), \(Numerals.bytes(cells[smallest].sizeBytes)), "
            + "\(Numerals.signed(difference.mean * 100, places: 2)) points beside the best, "
            + "and settled to be at most \(margin) points less"
    }

    private var notes: [String] {
        guard cells.contains(where: \.isCut) else { return [] }
        return ["there are more distinct grams than are kept: collisions are those of the first ones"]
    }
}

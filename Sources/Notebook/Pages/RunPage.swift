import Experiments
import Plots
import Values

/// A run as one HTML page that stands alone: first what it comes to, then what that rests on, last how to have it again.
///
/// It holds no scripts, loads nothing, and is made of the record alone: the same record has the same page.
struct RunPage {
    /// The record.
    let record: RunRecord
    /// What its commands have found out.
    let figures: RunFigures
    /// The run's folder as `replay` is told it; `nil` for a session that has left no run.
    let path: String?

    /// The page, which ends in a line feed.
    ///
    /// - Complexity: O(*n*) for *n* figures.
    var text: String {
        let sections = [header] + comparisons + steps + pictures + provenance
        let head = MarkupElement(
            "head",
            [
                MarkupElement("meta", ["charset": "utf-8"]),
                // By this line refit knows its own pages: RunFolder.checkPageIsOwn().
                MarkupElement("meta", ["name": "generator", "content": ExportCommand.program]),
                MarkupElement("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                MarkupElement(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src 'unsafe-inline'",
                    ]),
                MarkupElement("title", text: "\(record.name): a run of refit"),
                MarkupElement(style: PageStyle.sheet),
            ])
        var text = "<!DOCTYPE html>\n<html lang=\"en\">\n"
        head.write(to: &text)
        MarkupElement("body", [MarkupElement("main", sections)]).write(to: &text)
        return text + "</html>\n"
    }

    private var header: MarkupElement {
        let environment = record.volatile.environment
        let made = [
            environment.refit.map { "refit \($0)" }, record.volatile.ended.isEmpty ? nil : record.volatile.ended,
            record.model.map { "model \(Numerals.short(digest: $0.modelDigest))" },
        ].compactMap(\.self)
        let verdicts = verdicts
        return MarkupElement(
            "header",
            [
                MarkupElement("p", ["class": "muted"], text: (["a run"] + made).joined(separator: " · ")),
                MarkupElement("h1", text: record.name),
            ]
                + record.notes.map { MarkupElement("p", lines: $0) }
                + verdicts.map { verdict in
                    MarkupElement(
                        "div", ["class": verdicts.count > 2 ? "verdict small" : "verdict"],
                        [MarkupElement("p", lines: verdict.words)]
                            + (verdict.command.map { [MarkupElement("p", ["class": "code"], text: $0)] } ?? []))
                })
    }

    /// What is said first: the verdicts of comparisons, else the last scores.
    private var verdicts: [(words: String, command: String?)] {
        let compared = figures.commands.compactMap { command in
            command.figures.text("verdict").map { (words: $0, command: Optional(command.input)) }
        }
        if figures.commands.contains(where: { $0.expanded.hasPrefix("compare ") }) { return compared }
        guard let score = figures.commands.last(where: { $0.figures.share("accuracy") != nil }) else {
            return [("nothing was scored and nothing compared", nil)]
        }
        let shown = [
            ("accuracy", score.figures.share("accuracy")),
            ("log loss", score.figures.number("log_loss").flatMap { $0 < 0 ? nil : $0 }),
            ("ROC AUC", score.figures.share("roc_auc")),
        ].compactMap { name, value in value.map { "\(name) \(Numerals.decimal($0, places: 4))" } }
        let counted = score.figures.count("documents").flatMap { $0 < 0 ? nil : $0 }
        let documents = counted.map { " on \(Numerals.counted($0, "document"))" } ?? ""
        let held = figures.commands.count { $0.input.hasPrefix("expect ") }
        let expected = held == 0 ? "" : "; what the script expects (\(held)) has held"
        return [(shown.joined(separator: ", ") + documents + expected, score.input)]
    }
}

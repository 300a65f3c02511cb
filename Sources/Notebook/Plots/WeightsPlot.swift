import Learning
import ModelFiles
import Plots
import Training
import Values

/// The strongest weights of a model.
struct WeightsPlot {
    /// The most weights that a picture has.
    private static let most = 2000

    /// The picture; `nil` where no weight is other than 0.
    static func chart(of model: TextClassifier, count: Int) -> Chart? {
        let all = model.classifier.state.strongestWeights(count).filter { abs($0.weight) <= Axis.most }
        guard !all.isEmpty else { return nil }
        let weights = all.prefix(most)
        var groups: [Chart.Rows.Group] = []
        for weight in weights {
            let title = model.classes.count == 2 ? "" : Chart.name("for \(weight.label)")
            if groups.last?.title != title { groups.append(.init(title, marks: [])) }
            let note = Numerals.decimal(weight.weight, places: 4)
            groups[groups.count - 1].marks.append(.init("\(weight.column)", value: weight.weight, note: note))
        }
        let sides =
            model.classes.count == 2
            ? "To the right they speak for \(Chart.name("\(model.classes[1])")), to the left for "
                + "\(Chart.name("\(model.classes[0])"))."
            : "To the right they speak for the label, to the left against it."
        return Chart(
            title: "the strongest weights, by their columns",
            caption: "\(sides) explain names the words of a text behind each column."
                + (all.count > most
                    ? " The first \(Numerals.grouped(most)) of \(Numerals.grouped(all.count)) are shown." : ""),
            body: .rows(.init(axis: Axis("weight", covering: weights.map(\.weight) + [0]), groups: groups)))
    }
}

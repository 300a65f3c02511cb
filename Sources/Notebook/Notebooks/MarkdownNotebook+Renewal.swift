extension MarkdownNotebook {
    /// The file's text with the outputs of cells in the places of those that it holds.
    ///
    /// `results` are the cells of each fence that has run, in order; all other lines stay as they are to the last byte.
    /// A fence without output gets one behind it, unless its commands say nothing.
    package func renewed(with results: [[Cell]]) -> String {
        var insertions: [Int: String] = [:]
        var removed: Set<Int> = []
        for (fence, cells) in zip(fences, results) {
            let ending = lines[fence.place.lowerBound].ending
            let text = cells.text
            let comment = cells.comment
            let behind = fence.output?.place.upperBound ?? fence.place.upperBound
            if let output = fence.output {
                removed.formUnion(output.place)
                insertions[output.place.lowerBound] = MarkdownFence.around(text, language: "text").with(ending)
            } else if !text.isEmpty {
                insertions[behind, default: ""] += ("\n" + MarkdownFence.around(text, language: "text")).with(ending)
            }
            if let place = fence.figures?.place {
                removed.insert(place)
                insertions[place, default: ""] += (comment.line + "\n").with(ending)
            } else if !comment.isEmpty {
                insertions[behind, default: ""] += (comment.line + "\n").with(ending)
            }
        }
        return (0...lines.count).reduce(into: mark) { text, index in
            if let insertion = insertions[index] {
                // A file that ends without a line feed gets one before what is added to it.
                if let last = text.last, !last.isNewline { text += lines[0].ending }
                text += insertion
            }
            if index < lines.count, !removed.contains(index) { text += lines[index].text + lines[index].ending }
        }
    }
}

extension String {
    /// The text with other line ends.
    fileprivate func with(_ ending: String) -> String {
        ending == "\n" || ending.isEmpty ? self : replacing("\n", with: ending)
    }
}

extension Collection<Cell> {
    /// The output of all cells together.
    var text: String { compactMap(\.output?.text).joined() }

    /// The figures of all cells, for the comment behind their output.
    var comment: FigureComment { FigureComment(commands: map { $0.output?.figures ?? [] }) }
}

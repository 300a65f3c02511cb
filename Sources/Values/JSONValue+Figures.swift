extension JSONValue {
    /// The most figures that one result is asked for.
    ///
    /// Commands that list rows have as many values as there are rows, and nobody expects anything of the last of them.
    package static let mostFigures = 4096

    /// The numbers, truth values, digests, labels and verdicts in a result, by the way to them: `accuracy`, `classes[0].f1`.
    ///
    /// Other texts are no figures, since they may come from documents: refit's own words are a comparison's `verdict` and
    /// the `words` of each of its `comparisons` and `changes`. A value that is not known is `null`. At most ``mostFigures`` are given,
    /// the first ones.
    /// - Complexity: O(*n*) for *n* values, at most ``mostFigures`` of them.
    package func figures() -> [(key: String, value: JSONValue)] {
        var figures: [(key: String, value: JSONValue)] = []
        collect(into: &figures, key: "")
        return figures
    }

    /// Whether a figure may be called so: by at most 400 bytes, all of printable ASCII.
    ///
    /// Every look at a text as a key takes time that grows with the square of the combining marks in it.
    package static func isFigureKey(_ key: String) -> Bool {
        key.utf8.count <= 400 && key.utf8.allSatisfy { 0x20...0x7E ~= $0 }
    }

    private func collect(into figures: inout [(key: String, value: JSONValue)], key: String) {
        guard figures.count < Self.mostFigures else { return }
        switch self {
        case .object(let members):
            for member in members {
                member.value.collect(into: &figures, key: key.isEmpty ? member.key : "\(key).\(member.key)")
                if figures.count >= Self.mostFigures { return }
            }
        case .array(let values):
            for (index, value) in values.enumerated() {
                value.collect(into: &figures, key: "\(key)[\(index)]")
                if figures.count >= Self.mostFigures { return }
            }
        case .text where !Self.isFigure(text: key): return
        // A label may be part of a key: `class_weight.good`.
        case _ where !Self.isFigureKey(key): return
        case .null, .bool, .integer, .real, .text: figures.append((key, self))
        }
    }

    private static func isFigure(text key: String) -> Bool {
        key.hasSuffix("digest") || key.split(separator: "[").dropLast().last?.hasSuffix("digests") == true
            || key.hasSuffix("sha256") || key == "label" || key.hasSuffix(".label") || key == "verdict"
            || ((key.hasPrefix("comparisons[") || key.hasPrefix("changes[")) && key.hasSuffix("].words"))
    }
}

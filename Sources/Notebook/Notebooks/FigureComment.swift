package import Values

/// The figures of a fence's commands, in full precision, as a comment that no reader of the page sees:
/// `<!-- refit: {"accuracy":0.867} -->`.
///
/// One object holds the figures of the fence's only command, an array of objects those of several.
package struct FigureComment: Sendable {
    /// The figures of each command, by their keys in JSON results.
    package var commands: [[JSONValue.Member]]

    static let opening = "<!-- refit:"
    private static let closing = "-->"

    /// Collects the figures of a fence's commands.
    init(commands: [[JSONValue.Member]]) {
        self.commands = commands
    }

    /// Whether there is nothing to say.
    var isEmpty: Bool { commands.allSatisfy(\.isEmpty) }

    /// The comment on one line, without its end.
    ///
    /// Two dashes in a text are written `-\u002d`, which JSON reads back as two dashes, so that nothing can close the
    /// comment early.
    var line: String {
        let objects = commands.map { JSONValue.object($0) }
        let value = objects.count == 1 ? objects[0] : JSONValue.array(objects)
        return "\(Self.opening) \(value.text.replacing("--", with: "-\\u002d")) \(Self.closing)"
    }

    /// Whether a line begins such a comment.
    static func begins(_ line: String) -> Bool { line.drop { $0 == " " }.hasPrefix(opening) }

    /// Reads a comment from the line that holds it.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - place: The file and the line's number, for errors.
    /// - Throws: `damaged_figures`, with the place, where the comment does not end on its line or holds no JSON, or other JSON.
    init(reading line: String, at place: String) throws(NotebookError) {
        let trimmed = line.drop { $0 == " " }
        var text = String(trimmed.dropFirst(Self.opening.count))
        while text.last?.isWhitespace == true { text.removeLast() }
        guard text.hasSuffix(Self.closing) else {
            throw Self.damage(at: place, "it does not end in --> on the same line")
        }
        let bytes = [UInt8](text.dropLast(Self.closing.count).utf8)
        let origin = JSONReader<NotebookError>.Origin(path: place, field: "the comment", offset: 0, isQuoted: true)
        let value: JSONValue
        do throws(NotebookError) {
            var reader = JSONReader<NotebookError>(bytes, origin: origin)
            value = try reader.value()
            try reader.end()
        } catch {
            throw Self.damage(at: place, "it is no JSON")
        }
        let objects: [JSONValue] = if case .array(let values) = value { values } else { [value] }
        commands = []
        for object in objects {
            guard case .object(let members) = object else {
                throw Self.damage(at: place, "it holds no object of figures for each command")
            }
            commands.append(members)
        }
    }

    private static func damage(at place: String, _ reason: String) -> NotebookError {
        .refused(
            code: "damaged_figures", message: "\(place): the figures cannot be read: \(reason)",
            remedy: "take the line out, or renew the outputs with refit run FILE --write")
    }
}

/// An element of an SVG or HTML document, which writes itself the same way every time.
///
/// Texts and attributes are escaped as they are written, so nothing that a stranger wrote becomes markup.
package struct MarkupElement: Sendable {
    private let name: String
    private let attributes: KeyValuePairs<String, String>
    private let content: Content

    private enum Content {
        case elements([MarkupElement])
        case text(String)
        case lines(String)
        case style(String)
    }

    /// An element with others in it; one without any is closed where it opens, as HTML allows for `meta` and its like alone.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ elements: [MarkupElement] = []) {
        (self.name, self.attributes) = (name, attributes)
        content = .elements(elements)
    }

    /// An element with others in it and no attributes.
    package init(_ name: String, _ elements: [MarkupElement]) {
        self.init(name, [:], elements)
    }

    /// An element with a text on one line in it, which may be empty.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
        (self.name, self.attributes) = (name, attributes)
        content = .text(text)
    }

    /// An element with a text in it whose lines stay lines.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], lines: String) {
        (self.name, self.attributes) = (name, attributes)
        content = .lines(lines)
    }

    /// A style sheet, which holds no text of strangers.
    package init(style: String) {
        (name, attributes) = ("style", [:])
        content = .style(style)
    }

    /// Writes the element on lines of its own.
    package func write(to text: inout String, indent: Int = 0) {
        let start = String(repeating: " ", count: indent)
        text += start + "<" + name
        for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
        switch content {
        case .elements(let elements) where elements.isEmpty: text += "/>\n"
        case .elements(let elements):
            text += ">\n"
            for element in elements { element.write(to: &text, indent: indent + 1) }
            text += start + "</\(name)>\n"
        case .text(let inner): text += ">\(Self.escaped(inner))</\(name)>\n"
        case .lines(let inner):
            let lines = inner.split(separator: "\n", omittingEmptySubsequences: false).map { Self.escaped(String($0)) }
            text += ">\(lines.joined(separator: "\n"))</\(name)>\n"
        case .style(let style): text += ">\n\(style)\(start)</\(name)>\n"
        }
    }

    /// A text as XML takes it: what it has no character for is left out, and what a terminal obeys is spelled.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.printable.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{FFFE}", "\u{FFFF}": continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

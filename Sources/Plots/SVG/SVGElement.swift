import Values

/// An element of an SVG document, which writes itself the same way every time.
struct SVGElement {
    private let name: String
    private let attributes: KeyValuePairs<String, String>
    private let content: Content

    private enum Content {
        case elements([SVGElement])
        case text(String)
        case style(String)
    }

    /// An element with others in it, or none.
    init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ elements: [SVGElement] = []) {
        (self.name, self.attributes) = (name, attributes)
        content = .elements(elements)
    }

    /// An element with a text in it.
    init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
        (self.name, self.attributes) = (name, attributes)
        content = .text(text)
    }

    /// A style sheet, which holds no text of strangers.
    init(style: String) {
        (name, attributes) = ("style", [:])
        content = .style(style)
    }

    /// Writes the element on lines of its own.
    func write(to text: inout String, indent: Int = 0) {
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
        case .style(let style): text += ">\n\(style)\(start)</\(name)>\n"
        }
    }

    /// A text as XML takes it: what it has no character for is left out, and what a terminal obeys is spelled.
    static func escaped(_ text: String) -> String {
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

    /// A length in at most two decimals, without zeros at the end.
    static func number(_ value: Double) -> String {
        let hundredths = Int((min(1e6, max(-1e6, value)) * 100).rounded())
        let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if part == 0 { return "\(sign)\(whole)" }
        let digits = part.isMultiple(of: 10) ? "\(part / 10)" : (part < 10 ? "0\(part)" : "\(part)")
        return "\(sign)\(whole).\(digits)"
    }
}

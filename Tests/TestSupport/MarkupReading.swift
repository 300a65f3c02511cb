package import Foundation

#if canImport(FoundationXML)
    package import FoundationXML
#endif

/// What an XML parser finds in an SVG or HTML document.
package final class MarkupReading: NSObject, XMLParserDelegate {
    /// The elements' names in order.
    package private(set) var elements: [String] = []
    /// The text in front of each element's first child or end.
    package private(set) var texts: [String] = []
    /// Each element's attributes.
    package private(set) var attributes: [[String: String]] = []
    private var isInElement = false

    /// Parses a document; throws where it is not well-formed.
    package init(_ document: String) throws {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        guard parser.parse() else { throw Malformed(reason: String(describing: parser.parserError)) }
    }

    /// The texts of the elements of a name.
    package func texts(of name: String) -> [String] { zip(elements, texts).filter { $0.0 == name }.map(\.1) }

    package func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        texts.append("")
        isInElement = true
        self.attributes.append(attributes)
    }

    package func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        isInElement = false
    }

    package func parser(_ parser: XMLParser, foundCharacters text: String) {
        if isInElement { texts[texts.count - 1] += text }
    }

    private struct Malformed: Error {
        var reason: String
    }
}

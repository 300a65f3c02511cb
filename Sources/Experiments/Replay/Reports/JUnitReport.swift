package import Values

/// Replays as JUnit's XML: a suite a run, a case a figure; most CI services show it.
///
/// Volatile figures are skipped cases; what differs is a failure, what cannot be judged an error.
package enum JUnitReport {
    /// The whole file.
    package static func text(of outcomes: [ReplayOutcome]) -> String {
        let suites = outcomes.map(suite)
        let totals = attributes(of: outcomes.flatMap(cases), seconds: outcomes.reduce(0) { $0 + $1.seconds })
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"refit replay\"\(totals)>\n"
            + suites.joined() + "</testsuites>\n"
    }

    private struct Case {
        var name: String
        var group: String
        var element: String?
        var message = ""
    }

    private static func suite(_ outcome: ReplayOutcome) -> String {
        let cases = cases(outcome)
        let lines = cases.map { entry in
            let head =
                "    <testcase classname=\"\(XMLText.escaped(entry.group))\" name=\"\(XMLText.escaped(entry.name))\""
            guard let element = entry.element else { return head + "/>\n" }
            let body =
                entry.message.isEmpty ? "<\(element)/>" : "<\(element) message=\"\(XMLText.escaped(entry.message))\"/>"
            return head + ">\(body)</testcase>\n"
        }
        return
            "  <testsuite name=\"\(XMLText.escaped(outcome.path))\"\(attributes(of: cases, seconds: outcome.seconds))>\n"
            + lines.joined() + "  </testsuite>\n"
    }

    private static func cases(_ outcome: ReplayOutcome) -> [Case] {
        let group = outcome.record?.name ?? outcome.path
        var cases = outcome.figures.map { figure in
            Case(
                name: figure.place, group: group,
                element: figure.verdict == nil ? "skipped" : figure.verdict == .differs ? "failure" : nil,
                message: figure.verdict == .differs ? figure.sentence : figure.verdict == nil ? figure.word : "")
        }
        if let reason = outcome.reason {
            cases.append(
                Case(
                    name: "replay", group: group, element: outcome.verdict == .differs ? "failure" : "error",
                    message: reason))
        }
        return cases
    }

    private static func attributes(of cases: [Case], seconds: Double) -> String {
        func count(_ element: String) -> Int { cases.count { $0.element == element } }
        return " tests=\"\(cases.count)\" failures=\"\(count("failure"))\" errors=\"\(count("error"))\" "
            + "skipped=\"\(count("skipped"))\" time=\"\(seconds)\""
    }
}

/// Texts inside XML.
enum XMLText {
    /// The text with markup escaped; characters that XML 1.0 cannot hold become U+FFFD.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case "\r": escaped += "&#13;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default:
                switch scalar.properties.generalCategory {
                // Terminals and viewers obey them.
                case .control, .format, .lineSeparator, .paragraphSeparator: escaped += "&#\(scalar.value);"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
        }
        return escaped
    }
}

extension FigureComparison {
    /// The figure with its place: `cell 6: accuracy`.
    package var place: String { cell.map { "cell \($0): \(key)" } ?? key }

    /// What is recorded and what came out, in one sentence.
    package var sentence: String {
        "\(place) was \(Self.shown(expected)) and is \(Self.shown(actual))"
    }

    /// A value as people read it: texts without quotes, nothing as `nothing`.
    package static func shown(_ value: JSONValue?) -> String {
        switch value {
        case nil: "nothing"
        case .text(let text)?: text
        case let value?: value.text
        }
    }
}

/// The colours and letters of pictures, for light and for dark pages.
///
/// Plain rules and no variables, so that programs which know only the first rules draw the light picture. The colours are
/// told apart by people who see red and green alike, and have a contrast of 4.5 to 1 and more with the page.
enum SVGStyle {
    /// The number of colours for series.
    static let colors = 5

    /// How wide small letters are beside the usual ones.
    static let small = 10.0 / 13

    private struct Theme {
        var page, ink, muted, rule, band, mid: String
        var series: [String]
    }

    private static let light = Theme(
        page: "#ffffff", ink: "#1f2328", muted: "#59636e", rule: "#d7dce1", band: "#edf0f3", mid: "#1f2328",
        series: ["#0969c8", "#b8480a", "#1a7f4b", "#8250df", "#a8256b"])
    private static let dark = Theme(
        page: "#0d1117", ink: "#e6edf3", muted: "#9aa5b1", rule: "#343b44", band: "#1c232c", mid: "#0d1117",
        series: ["#62aeff", "#f29a5c", "#56c48a", "#bd98ff", "#ff8fb8"])

    /// The style sheet, whose rules hold within elements of a selector; empty for everywhere.
    static func sheet(within selector: String) -> String {
        func written(_ rules: [String], indent: String) -> String {
            rules.map { "\(indent)\(selector)\($0)\n" }.joined()
        }
        return written(shape + rules(light), indent: "  ")
            + "  @media (prefers-color-scheme: dark) {\n" + written(rules(dark), indent: "    ") + "  }\n"
    }

    private static let shape = [
        #"text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif }"#,
        ".title { font-size: 16px; font-weight: 600 }", ".strong { font-weight: 600 }",
        ".small { font-size: 10px }",
        ".middle { text-anchor: middle }", ".end { text-anchor: end }",
        ".line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }",
        ".grid { stroke-width: 1 }", ".zero { stroke-width: 1 }",
    ]

    private static func rules(_ theme: Theme) -> [String] {
        var rules = [
            ".page { fill: \(theme.page) }", "text { fill: \(theme.ink) }", ".muted { fill: \(theme.muted) }",
            ".grid { stroke: \(theme.rule) }", ".zero { stroke: \(theme.muted) }", ".band { fill: \(theme.band) }",
            ".mid { fill: \(theme.mid) }", ".deep { fill: \(theme.page) }", ".open { fill: \(theme.page) }",
            // A rim in the page's colour keeps letters legible on lines.
            ".halo { stroke: \(theme.page); stroke-width: 4px; paint-order: stroke; stroke-linejoin: round }",
        ]
        for (index, color) in theme.series.enumerated() {
            rules.append(".fill\(index) { fill: \(color) }")
            rules.append(".stroke\(index) { stroke: \(color) }")
        }
        return rules
    }
}

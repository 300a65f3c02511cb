import Foundation

/// What `--color` may say.
package enum ColorChoice: String, CaseIterable, Sendable {
    /// Colour on a terminal that understands it, unless `NO_COLOR` is set.
    case auto
    /// Colour everywhere, even into a file.
    case always
    /// No colour anywhere.
    case never
}

/// The decision whether one stream gets colour, and the escape sequences behind it.
package struct Style: Hashable, Sendable {
    /// Whether the stream gets colour.
    package let usesColor: Bool

    /// A colour or weight, by its number in ISO 6429's "select graphic rendition".
    package enum Ink: Int, Sendable {
        /// Errors.
        case red = 31
        /// Success and prompts.
        case green = 32
        /// Warnings.
        case yellow = 33
    }

    /// A style with the decision already taken.
    package init(usesColor: Bool) {
        self.usesColor = usesColor
    }

    /// Decides for the stream behind `descriptor`.
    ///
    /// An explicit `always` or `never` wins; else colour needs a terminal that is not dumb and a `NO_COLOR` that is
    /// unset or empty.
    package init(
        _ choice: ColorChoice, for descriptor: Int32,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.init(choice, isTerminal: Terminal.isTerminal(descriptor), environment: environment)
    }

    /// Decides as for a stream that is a terminal or not.
    package init(_ choice: ColorChoice, isTerminal: Bool, environment: [String: String]) {
        switch choice {
        case .always: usesColor = true
        case .never: usesColor = false
        case .auto:
            let isRefused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
            usesColor = isTerminal && !isRefused && !Terminal.isDumb(environment: environment)
        }
    }

    /// The text in the given ink, or as it is without colour.
    package func paint(_ text: String, _ ink: Ink) -> String {
        usesColor && !text.isEmpty ? "\u{1B}[\(ink.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A prompt in the given ink, with the escape sequences marked as taking no room, as readline asks.
    ///
    /// Without the marks readline counts them as columns and wraps long lines at the wrong place.
    package func paintPrompt(_ prompt: String, _ ink: Ink) -> String {
        guard usesColor, !prompt.isEmpty else { return prompt }
        return "\u{01}\u{1B}[\(ink.rawValue)m\u{02}\(prompt)\u{01}\u{1B}[0m\u{02}"
    }
}

import Foundation

/// Lines that GitHub's runner obeys wherever a step writes them, and which a document or a script could hold.
package enum WorkflowCommands {
    /// Whether a runner reads what this process writes.
    private static let areObeyed = ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] == "true"

    /// The text with every such line made harmless, where a runner reads it: a space of no width stands in the mark, or
    /// in JSON an escape that means the same.
    ///
    /// The runner takes `::` at the start of a line, behind blanks as well, and `##[` anywhere. refit's own annotations
    /// stay.
    package static func disarmed(_ text: String, isObeyed: Bool = areObeyed) -> String {
        guard isObeyed, text.contains("::") || text.contains("##[") else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(line).joined(separator: "\n")
    }

    private static func line(_ line: Substring) -> String {
        let isJSON = line.hasPrefix("{")
        let marked = line.replacing("##[", with: isJSON ? "##\\u005b" : "##\u{200B}[")
        let isOwn = ["::error file=", "::warning file="].contains { line.hasPrefix($0) }
        let start = marked.prefix { $0.isWhitespace }
        guard !isOwn, marked.dropFirst(start.count).hasPrefix("::") else { return String(marked) }
        return start + ":\u{200B}" + marked.dropFirst(start.count + 1)
    }
}

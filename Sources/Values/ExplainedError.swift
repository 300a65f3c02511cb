/// An error that says what happened, where, and what to do.
///
/// Each target has one enum that conforms. The text of documents never enters a message.
package protocol ExplainedError: Error, Sendable, CustomStringConvertible {
    /// A stable name for programs, in snake case, such as `missing_column`.
    var code: String { get }
    /// What happened and where, in one sentence without a full stop at the end.
    var message: String { get }
    /// What to do about it, or `nil` where the message says all.
    var remedy: String? { get }
    /// The facts behind the message (`path`, `row`, `byte_offset`, `expected`, `actual`, …) for programs.
    var evidence: [Parameter] { get }
}

extension ExplainedError {
    /// The message, then the remedy, without anything that a terminal would obey: names in files come from strangers.
    package var description: String {
        guard let remedy else { return message.printable }
        return "\(message); \(remedy)".printable
    }
}

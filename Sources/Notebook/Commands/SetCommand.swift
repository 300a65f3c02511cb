package import ArgumentParser
import Values

/// `set`: declares a parameter.
package struct SetCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Declare a parameter with its default; later commands write $name.",
        discussion: """
            $name and ${name} stand for the value in all commands that follow, as part of one word: a value with spaces or \
            a semicolon stays one word. Only declared names are replaced; write \\$name for the name itself. \
            refit run FILE --set name=value gives the parameter another value than its default.
            """)
    package static let examples = ["set rows=:3000", "set data=reviews.csv batch=500", "set title=\"a long one\""]

    @Argument(help: "name=value; a value with spaces stands in quotes.")
    package var assignments: [TextArgument]

    package init() {}

    private typealias Assignment = (name: String, value: String)

    private func parsed() throws(NotebookError) -> [Assignment] {
        var parsed: [Assignment] = []
        for typed in assignments.map(\.text) {
            let name = typed.prefix { $0 != "=" }
            guard SessionParameters.isName(name), name.count < typed.count else {
                throw .refused(
                    code: "no_assignment", message: "'\(DisplayWidth.cut(typed, to: 40))' gives no parameter a value",
                    remedy: "write set name=value, without spaces around =; names have letters, digits and _")
            }
            parsed.append((String(name), String(typed.dropFirst(name.count + 1))))
        }
        return parsed
    }

    /// The command with the values that the parameters have, where the command line gave them others than stand there.
    package func saved(in session: Session) -> String? {
        guard let parsed = try? parsed(), parsed.contains(where: { session.parameters.overrides[$0.name] != nil })
        else { return nil }
        let words = parsed.map { name, value in
            let value = session.parameters.escaped(session.parameters.overrides[name] ?? value)
            let isPlain =
                !value.isEmpty
                && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_./:+-".contains($0)) }
            let quoted = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return isPlain ? "\(name)=\(value)" : "\(name)=\"\(quoted)\""
        }
        return (["set"] + words).joined(separator: " ")
    }

    package func expanded(in session: Session) -> String? { saved(in: session) }

    package func run(in session: Session) throws -> CellOutput {
        let values = try parsed().map { name, value in
            (name: name, value: session.parameters.declare(name, default: value))
        }
        return CellOutput(
            result: ["parameters": .array(values.map { ["name": .text($0.name), "value": .text($0.value)] })],
            blocks: [.prose(values.map { "\($0.name) = \($0.value)" }.joined(separator: "\n"))])
    }
}

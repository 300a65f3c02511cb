import Files
import Notebook

/// The options of `refit run` that concern notebooks and parameters.
struct RunOptions {
    /// Whether to run in a scratch folder and compare.
    var checks = false
    /// Whether to renew the outputs that the file holds.
    var writes = false
    /// The values that `--set` gives, by the parameters' names.
    var parameters: [String: String] = [:]

    /// Takes `--set`'s value.
    mutating func set(_ assignment: String) throws(Invocation.Misuse) {
        let name = assignment.prefix { $0 != "=" }
        guard SessionParameters.isName(name), name.count < assignment.count else {
            throw Invocation.Misuse(message: "--set takes name=value, not \(assignment)")
        }
        guard parameters.updateValue(String(assignment.dropFirst(name.count + 1)), forKey: String(name)) == nil else {
            throw Invocation.Misuse(message: "--set \(name) is given twice")
        }
    }

    /// Whether a file is a notebook that refit runs.
    static func isNotebook(_ path: String) -> Bool { Path.ending(of: path) == "md" }

    /// Refuses what does not go together.
    func check(for path: String) throws(Invocation.Misuse) {
        if Path.ending(of: path) == "ipynb" {
            throw Invocation.Misuse(
                message: "\(path) is for Jupyter to show; refit writes such files and runs the .md that save writes")
        }
        if checks && writes { throw Invocation.Misuse(message: "--check compares, --write renews: take one of them") }
        if checks || writes, !Self.isNotebook(path) {
            let option = checks ? "--check" : "--write"
            throw Invocation.Misuse(message: "\(option) takes a notebook, whose name ends in .md, not \(path)")
        }
        if writes && !parameters.isEmpty {
            throw Invocation.Misuse(
                message: "--write renews the outputs for the file's own values; change its set instead of giving --set")
        }
        if path == "-" && !parameters.isEmpty {
            throw Invocation.Misuse(
                message: "--set takes a script in a file, whose set commands can be looked up first")
        }
    }

    /// Refuses values for parameters that a script does not declare: nothing would come of them.
    func check(declaredIn script: String, of path: String) throws(Invocation.Misuse) {
        guard !parameters.isEmpty else { return }
        let declared = SessionParameters.declared(in: script)
        guard let stray = parameters.keys.sorted().first(where: { !declared.contains($0) }) else { return }
        let known =
            declared.isEmpty
            ? "it has no set name=value at all" : "it declares \(declared.joined(separator: ", "))"
        throw Invocation.Misuse(message: "\(path) declares no parameter \(stray); \(known)")
    }
}

import Files
import Foundation
package import Values

/// The runs below a folder.
package struct RunIndex: Sendable {
    /// The runs that can be read, in the order of their paths.
    package private(set) var runs: [Entry] = []
    /// How many folders were looked into where there are more; `nil` where all were.
    package private(set) var limit: Int?
    /// The folders whose record cannot be read, each with the reason.
    package private(set) var damaged: [(path: String, reason: String)] = []

    /// One run.
    package struct Entry: Sendable {
        /// The folder's path, as seen from where the search began.
        package var path: String
        /// The record.
        package var record: RunRecord
    }

    /// How deep below the folder runs are looked for: `experiments/NAME` and `models/NAME.run` lie two deep.
    private static let depth = 4
    /// How many folders are looked into.
    private static let mostFolders = 20_000

    /// Looks for runs below `folder`, or at it; hidden folders and links are passed over.
    ///
    /// - Complexity: O(*n*) for *n* folders and the bytes of the records.
    package init(below folder: String) {
        var pending: [(path: String, depth: Int)] = [(folder, 0)]
        var seen = 0
        while let (path, depth) = pending.popLast() {
            guard seen < Self.mostFolders else {
                limit = Self.mostFolders
                break
            }
            seen += 1
            if Path.exists("\(path)/record.json") { add(path) }
            guard depth < Self.depth else { continue }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            for name in names where !name.hasPrefix(".") {
                let inner = path == "." ? name : "\(path)/\(name)"
                let kind = try? FileManager.default.attributesOfItem(atPath: inner)[.type] as? FileAttributeType
                if kind == .typeDirectory { pending.append((inner, depth + 1)) }
            }
        }
        runs.sort { $0.path.compare($1.path, options: .numeric) == .orderedAscending }
        damaged.sort { $0.path < $1.path }
    }

    private mutating func add(_ path: String) {
        do throws(ExperimentError) {
            runs.append(Entry(path: path, record: try RunFolder(path).readRecord()))
        } catch {
            damaged.append((path, error.message))
        }
    }

    /// In what the runs differ before anything came out, in the order of the names: settings of the model
    /// (`vectorizer.n_features`), options of commands (`fit --batch-size`), inputs (`input 1`).
    package var differingSettings: [String] {
        // Told apart by their bytes, since a stranger's texts can be slow to compare otherwise.
        var values: [String: Set<[UInt8]>] = [:]
        var with: [String: Int] = [:]
        for run in runs {
            for (name, value) in run.record.causes {
                values[name, default: []].insert(Array(value.text.utf8))
                with[name, default: 0] += 1
            }
        }
        return values.filter { $0.value.count > 1 || with[$0.key] != runs.count }.keys.sorted()
    }
}

extension RunRecord.Settings {
    /// All settings as `vectorizer.n_features` and the like with their values.
    package var flat: [(name: String, value: JSONValue)] {
        [("vectorizer", vectorizer), ("classifier", classifier)].flatMap { part, value -> [(String, JSONValue)] in
            guard case .object(let members) = value else { return [] }
            return members.map { ("\(part).\($0.key)", $0.value) }
        }
    }
}

extension RunRecord {
    /// What came before the figures: the model's settings, the options of the commands that learn or load, the inputs.
    ///
    /// Of several commands of one name the last one counts.
    package var causes: [(name: String, value: JSONValue)] {
        var latest: [String: JSONValue] = [:]
        for cell in cells {
            let command = CommandText(cell)
            guard ["load", "fit", "partial-fit", "update"].contains(command.name) else { continue }
            for option in command.options { latest["\(command.name) --\(option.name)"] = option.value }
        }
        for (index, input) in inputs.enumerated() { latest["input \(index + 1)"] = JSONValue(input.sha256) }
        return settings.flat + latest.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The latest value of each figure, by its key, in the order of the keys; one that is not known at last is left out.
    package var finalFigures: [Figure] {
        var latest: [String: JSONValue] = [:]
        for figure in cells.flatMap(\.figures) { latest[figure.key] = figure.value }
        return latest.filter { $0.value != .null }.sorted { $0.key < $1.key }.map { Figure($0.key, $0.value) }
    }

    /// How long all commands took in seconds.
    package var seconds: Double { volatile.cells.reduce(0) { $0 + $1.seconds } }
}

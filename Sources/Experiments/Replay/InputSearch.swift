import Feedback
import Files
import Foundation
package import Values

/// Looks for a run's inputs by their digests.
///
/// An input is looked for where the record says that it lay, then where the script's path leads from the current folder,
/// then below the folders that a person names: there only files of the recorded size are read, or SQLite's for feedback,
/// those of the recorded name first. Documents in a folder or a database are found by that name alone. Every file is said before it is read, since a record from elsewhere may name any.
package final class InputSearch {
    private let folders: [String]
    private let say: (String) -> Void
    private let monitor: (any WorkMonitor)?
    private var digests: [String: (identity: FileIdentity, sha256: String)] = [:]

    /// How many files below one folder are looked at.
    private static let mostFiles = 100_000

    /// A search in `folders` besides the places that a record names; `say` is told what will be read.
    package init(folders: [String], monitor: (any WorkMonitor)?, say: @escaping (String) -> Void) {
        self.folders = folders
        self.monitor = monitor
        self.say = say
    }

    /// Finds an input of the run in `folder`.
    package func find(_ input: RunInput, of folder: RunFolder) throws(ExperimentError) -> FoundInput {
        var found = FoundInput(input: input)
        guard let expected = input.sha256 else { return found }
        for place in places(of: input, folder) where Path.exists(place) {
            if monitor?.isInterrupted == true { throw .interrupted }
            say("reads \(Path.normalized(Path.absolute(place))) for the input \(input.typed)")
            let actual = digest(of: place, input)
            if found.actual == nil { found.actual = actual }
            guard actual == expected || actual == nil && input.isCheckedByReading else { continue }
            if input.kind == .feedback, lastRow(of: place, through: input.lastRow) != input.lastRow {
                found.remark = "the rows of \(input.typed) were renumbered since, as by VACUUM"
                continue
            }
            found.location = Path.normalized(Path.absolute(place))
            return found
        }
        return found
    }

    private func places(of input: RunInput, _ folder: RunFolder) -> [String] {
        var places = [input.path.hasPrefix("/") ? input.path : "\(folder.path)/\(input.path)"]
        guard input.kind != .model else { return places }
        places.append(Path.expandingTilde(input.typed))
        let name = Path.name(of: input.path)
        for data in folders {
            places.append("\(data)/\(name)")
            if let size = input.sizeBytes {
                places += files(below: data) { _, bytes in bytes == size }
            } else if input.kind == .feedback {
                places += files(below: data) { path, _ in Self.isDatabase(path) }
            }
        }
        return places
    }

    /// Whether a file begins as SQLite's databases do.
    private static func isDatabase(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        return (try? file.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
    }

    /// The regular files below a folder that may be the input; links below it are passed over.
    private func files(below folder: String, where mayBe: (String, Int) -> Bool) -> [String] {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey]
        let start = URL(filePath: folder).resolvingSymlinksInPath()
        let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: Array(keys))
        var files: [String] = []
        for (index, entry) in (all ?? FileManager.DirectoryEnumerator()).enumerated() {
            guard index < Self.mostFiles, monitor?.isInterrupted != true, let url = entry as? URL else { break }
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true,
                mayBe(url.path, values.fileSize ?? 0)
            else { continue }
            files.append(url.path)
        }
        return files
    }

    /// The digest of what lies at a place; `nil` where it cannot be taken here.
    private func digest(of place: String, _ input: RunInput) -> String? {
        switch input.kind {
        case .feedback:
            return try? FeedbackStore(opening: place).digest(through: input.lastRow, monitor: monitor)
        case .dataset where input.sizeBytes == nil: return nil
        case .dataset, .model, .file: return fileDigest(place)
        }
    }

    private func lastRow(of place: String, through bound: Int64?) -> Int64? {
        guard let bound, let store = try? FeedbackStore(opening: place) else { return nil }
        return try? store.lastRow(through: bound)
    }

    private func fileDigest(_ path: String) -> String? {
        guard Path.isRegularFile(path), let identity = try? FileIdentity(of: path) else { return nil }
        if let known = digests[path], known.identity == identity { return known.sha256 }
        guard let digest = try? HeldFile(path).sha256() else { return nil }
        digests[path] = (identity, digest)
        return digest
    }
}

/// What a search has come to.
package struct FoundInput: Hashable, Sendable {
    /// The input.
    package var input: RunInput
    /// Where it lies; `nil` where nothing with its digest was found.
    package var location: String?
    /// The digest of what lies where the input lay; `nil` where nothing does, or it was not taken.
    package var actual: String?
    /// Why what has the right digest is not the input all the same; `nil` otherwise.
    package var remark: String?

    /// Nothing found yet.
    package init(input: RunInput) {
        self.input = input
    }
}

extension RunInput {
    /// Whether the digest is of documents and not of one file's bytes, so that the replay itself checks it.
    var isCheckedByReading: Bool { kind == .dataset && sizeBytes == nil }
}

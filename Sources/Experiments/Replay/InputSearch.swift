import Feedback
import Files
import Foundation
import Values

/// Looks for a run's inputs by their digests.
///
/// An input is looked for where the record says that it lay, then where the script's path leads from the current folder,
/// then below the folders that a person names: there only files of the recorded size are read, or SQLite's for feedback,
/// those of the recorded name first. Documents in a folder or a database are found by that name alone. Every file is said
/// before it is read, since a record from elsewhere may name any; it is said, read and given to the replay under the path
/// that is left when every link has been followed, so that all three mean one file.
final class InputSearch {
    private let folders: [String]
    private let say: (String) -> Void
    private var digests: [String: (identity: FileIdentity, sha256: String)] = [:]
    private var listings: [String: [(path: String, bytes: Int)]] = [:]

    /// The folders that hold more than ``mostFiles`` files.
    private var unfinished: [String] = []

    /// How many files below one folder are looked at.
    private static let mostFiles = 100_000

    /// A search in `folders` besides the places that a record names; `say` is told what will be read.
    init(folders: [String], say: @escaping (String) -> Void) {
        self.folders = folders
        self.say = say
    }

    /// Finds an input of the run in `folder`.
    ///
    /// Throws only `interrupted`, when the time is up as well.
    func find(
        _ input: RunInput, of folder: RunFolder, until deadline: Deadline
    ) throws(ExperimentError) -> FoundInput {
        var found = FoundInput(input: input)
        guard let expected = input.sha256 else { return found }
        for place in places(of: input, folder, deadline) {
            if deadline.isInterrupted { throw .interrupted }
            guard let place = Path.resolved(place) else { continue }
            if let remark = remark(on: place, input, of: folder) {
                found.remark = found.remark ?? remark
                continue
            }
            say("reads \(place) for the input \(input.typed)")
            let actual = try digest(of: place, input, deadline)
            if found.actual == nil { found.actual = actual }
            guard actual == expected || Self.isReadByReplay(place, input) else { continue }
            if input.kind == .feedback, lastRow(of: place, through: input.lastRow) != input.lastRow {
                found.remark = "the rows of \(input.typed) were renumbered since, as by VACUUM"
                continue
            }
            found.location = place
            return found
        }
        if let folder = unfinished.first {
            found.remark = found.remark ?? "only the first \(Self.mostFiles) files below \(folder) were looked at"
        }
        return found
    }

    /// Why a place cannot hold the input, seen without reading it; `nil` where it may.
    ///
    /// A file of another size is not read at all: its digest would be that of any file that a record cares to name.
    private func remark(on place: String, _ input: RunInput, of folder: RunFolder) -> String? {
        if let expected = input.sizeBytes {
            guard let size = (try? FileIdentity(of: place))?.sizeBytes, size != expected else { return nil }
            return
                "the input \(input.typed) has \(size) bytes, and the run had \(expected); its digest was \(input.sha256 ?? "")"
        }
        guard input.isCheckedByReading else { return nil }
        let isVouchedFor = (folders + [".", folder.path]).compactMap(Path.resolved).contains { base in
            place == base || place.hasPrefix(base == "/" ? base : base + "/")
        }
        guard !isVouchedFor else { return nil }
        return
            "the input \(input.typed) lies outside this folder, and only its script could check it, so it was not opened; "
            + "--data \(Path.folder(of: place)) says that it may be"
    }

    /// Whether the replay itself will find out: a folder or a database, whose documents the digest is of.
    private static func isReadByReplay(_ place: String, _ input: RunInput) -> Bool {
        input.isCheckedByReading && (!Path.isRegularFile(place) || isDatabase(place))
    }

    private func places(of input: RunInput, _ folder: RunFolder, _ deadline: Deadline) -> [String] {
        var places = [input.path.hasPrefix("/") ? input.path : "\(folder.path)/\(input.path)"]
        guard input.kind != .model else { return places.filter { !Path.isLink($0) } }
        places.append(Path.expandingTilde(input.typed))
        let name = Path.name(of: input.path)
        for data in folders {
            places.append("\(data)/\(name)")
            if let size = input.sizeBytes {
                places += files(below: data, deadline) { _, bytes in bytes == size }
            } else if input.kind == .feedback {
                places += files(below: data, deadline) { path, _ in Self.isDatabase(path) }
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
    private func files(
        below folder: String, _ deadline: Deadline, where mayBe: (String, Int) -> Bool
    ) -> [String] {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey]
        let start = URL(filePath: folder).resolvingSymlinksInPath()
        if let known = listings[folder] { return known.filter { mayBe($0.path, $0.bytes) }.map(\.path) }
        let all = FileManager.default.enumerator(at: start, includingPropertiesForKeys: Array(keys))
        var files: [(path: String, bytes: Int)] = []
        for (index, entry) in (all ?? FileManager.DirectoryEnumerator()).enumerated() {
            if index >= Self.mostFiles { unfinished.append(folder) }
            guard index < Self.mostFiles, !deadline.isInterrupted, let url = entry as? URL else { break }
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true else { continue }
            files.append((url.path, values.fileSize ?? 0))
        }
        if !deadline.isInterrupted { listings[folder] = files }
        return files.filter { mayBe($0.path, $0.bytes) }.map(\.path)
    }

    /// The digest of what lies at a place; `nil` where it cannot be taken here.
    private func digest(
        of place: String, _ input: RunInput, _ deadline: Deadline
    ) throws(ExperimentError) -> String? {
        let digest: String? =
            switch input.kind {
            case .feedback: try? FeedbackStore(opening: place).digest(through: input.lastRow, monitor: deadline)
            case .dataset where input.sizeBytes == nil: nil
            case .dataset, .model, .file: fileDigest(place, deadline)
            }
        // What was cut off has no digest either, and says nothing about the input.
        if digest == nil, deadline.isInterrupted { throw .interrupted }
        return digest
    }

    private func lastRow(of place: String, through bound: Int64?) -> Int64? {
        guard let bound, let store = try? FeedbackStore(opening: place) else { return nil }
        return try? store.lastRow(through: bound)
    }

    private func fileDigest(_ path: String, _ deadline: Deadline) -> String? {
        guard Path.isRegularFile(path), let identity = try? FileIdentity(of: path) else { return nil }
        if let known = digests[path], known.identity == identity { return known.sha256 }
        guard let digest = try? HeldFile(path).sha256(monitor: deadline) else { return nil }
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

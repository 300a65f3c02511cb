import Datasets
import Foundation
import Glibc
import Testing
import Text
import Values

/// A folder of its own for one test, which goes away with the value.
struct Scratch: ~Copyable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "refit-datasets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, with the folders above it, and gives its path.
    @discardableResult
    func file(_ name: String, _ contents: some DataProtocol) throws -> String {
        let whole = "\(path)/\(name)"
        let folder = URL(fileURLWithPath: whole).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(contents).write(to: URL(fileURLWithPath: whole))
        return whole
    }

    /// Writes a text as a file.
    @discardableResult
    func file(_ name: String, _ contents: String) throws -> String {
        try file(name, Array(contents.utf8))
    }
}

extension Dataset {
    /// Loads a file with the defaults, but for what `change` changes.
    static func load(_ path: String, _ change: (inout DatasetSource) -> Void = { _ in }) throws -> Dataset {
        var source = DatasetSource(path: path)
        change(&source)
        return try load(source)
    }

    /// The documents of a range, all at once.
    func all(_ rows: RowRange = .all) throws -> [Document] {
        var reader = try reader(rows: rows)
        return try reader.nextBatch(.max)
    }

    /// The texts of a range.
    func texts(_ rows: RowRange = .all) throws -> [String] {
        try all(rows).map(\.text)
    }
}

/// The error that loading ends with.
func loadError(_ path: String, _ change: (inout DatasetSource) -> Void = { _ in }) throws -> DatasetError {
    try #require(throws: DatasetError.self) { _ = try Dataset.load(path, change) }
}

/// The bytes of files.
enum Bytes {
    /// All bytes of a file.
    static func of(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

import Foundation

/// A fresh folder for one test, which goes away with the value.
package final class TemporaryFolder {
    /// The folder's path.
    package let path: String

    /// Makes the folder.
    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("refit-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in the folder.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The names of all files in the folder, in order.
    package var names: [String] { Self.names(in: path) }

    /// The names of all files in a folder, in order.
    package static func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
    }
}

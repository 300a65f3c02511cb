import Foundation

/// The golden files.
enum Golden {
    static func data(_ name: String) throws -> Data {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: folder.appendingPathComponent("Golden").appendingPathComponent(name))
    }
}

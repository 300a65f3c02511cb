import Files
import Foundation

/// The golden files, and digests in their form.
enum Golden {
    static func data(_ name: String) throws -> Data {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: folder.appendingPathComponent("Golden").appendingPathComponent(name))
    }

    static func digest(_ bytes: [UInt8]) -> String {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finish().map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }
}

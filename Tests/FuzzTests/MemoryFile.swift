import Files
import Foundation
import Glibc

/// A file in memory for decoders that take a path, written anew for each input.
///
/// Each name is one file of the process, in a folder that goes when the process ends in order.
enum MemoryFile {
    /// The folder, below the one that lies in memory where there is one.
    static let folder: String = {
        let base = Path.isFolder("/dev/shm") ? "/dev/shm" : FileManager.default.temporaryDirectory.path
        let folder = "\(base)/refit-fuzz-\(getpid())"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: MemoryFile.folder) }
        return folder
    }()

    /// The path of the file with a name.
    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes a file and returns its path.
    static func write(_ bytes: [UInt8], _ name: String) throws(Violation) -> String {
        let path = path(name)
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Violation("the harness cannot write \(path)") }
        defer { close(descriptor) }
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count else { throw Violation("the harness cannot write \(path)") }
        return path
    }

    /// Reads a file whole.
    static func read(_ path: String) throws(Violation) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Violation("the harness cannot read \(path)")
        }
        return [UInt8](data)
    }
}

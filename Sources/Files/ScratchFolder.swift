import Foundation
import Glibc

/// Folders for work that is thrown away.
package enum ScratchFolder {
    /// Makes a folder that only its owner can enter, in `TMPDIR`, else in `/var/tmp`, which unlike `/tmp` is not kept in
    /// memory; its path is absolute.
    package static func make(_ name: String) throws(FileError) -> String {
        try make(name, in: unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp")
    }

    /// Makes a folder that only its owner can enter in another one; its path is absolute.
    package static func make(_ name: String, in folder: String) throws(FileError) -> String {
        let parent = Path.absolute(folder)
        var template = Array("\(parent)/\(name).XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw .failed("make a temporary folder in", parent) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder with all that is in it, as far as that is possible.
    package static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}

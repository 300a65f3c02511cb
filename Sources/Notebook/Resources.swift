import Foundation
import Values

/// What the process has used.
package enum Resources {
    /// The largest resident memory so far in bytes, from `VmHWM` of `/proc/self/status`; `nil` where there is none.
    ///
    /// `ru_maxrss` would inherit the parent's figure.
    package static var peakMemoryBytes: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }

    /// The sentence that `timer on` adds to each cell.
    static func sentence(seconds: Double) -> String {
        let memory = peakMemoryBytes.map { ", peak memory so far \(Numerals.bytes($0))" } ?? ""
        return "\(Numerals.decimal(seconds, places: 3)) s\(memory)"
    }
}

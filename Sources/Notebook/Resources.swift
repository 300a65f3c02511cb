import Files
import Values

/// What the process has used.
package enum Resources {
    /// The largest resident memory so far in bytes; `nil` where the system does not say.
    package static var peakMemoryBytes: Int? { ProcessMemory.peak }

    /// The sentence that `timer on` adds to each cell.
    static func sentence(seconds: Double) -> String {
        let memory = peakMemoryBytes.map { ", peak memory so far \(Numerals.bytes($0))" } ?? ""
        return "\(Numerals.decimal(seconds, places: 3)) s\(memory)"
    }
}

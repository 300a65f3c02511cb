import Glibc

/// The present time as records and logs write it.
package enum Timestamp {
    /// The time in UTC to the second, as ISO 8601 writes it: `2016-05-04T10:00:00Z`.
    ///
    /// The C library is asked, since Foundation's formatter looks the time zones of the whole world up first, which takes
    /// longer than most commands.
    package static var now: String { now(as: "%Y-%m-%dT%H:%M:%SZ") }

    /// The same without separators, for the names of files: `20160504T100000Z`.
    package static var compactNow: String { now(as: "%Y%m%dT%H%M%SZ") }

    private static func now(as format: String) -> String {
        var seconds = time(nil)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        var bytes = [CChar](repeating: 0, count: 32)
        let count = unsafe strftime(&bytes, bytes.count, format, &parts)
        return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

import CText
import Glibc

extension ByteWindow {
    /// The first position from `lower` on that holds `byte`, or `count` where what has been read holds none.
    ///
    /// - Complexity: O(*n*) for *n* bytes passed over, many of them at a time (`memchr`).
    func firstPosition(of byte: UInt8, from lower: Int) -> Int {
        guard lower < count else { return count }
        let from = start + lower
        let searched = count - lower
        return unsafe storage.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let found = unsafe memchr(base + from, Int32(byte), searched) else {
                return lower + searched
            }
            return unsafe lower + (UnsafeRawPointer(found) - (base + from))
        }
    }

    /// How far the contents of a CSV field without quotes go from `lower` on.
    func plainContents(
        from lower: Int, upTo delimiter: UInt8, _ instructions: text_instructions
    ) -> text_field {
        withBytes(lower..<count) { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe text_find_plain_end(bytes.baseAddress, bytes.count, delimiter, instructions)
            }
        }
    }

    /// How far the contents of a CSV field in quotes go from `lower` on.
    func quotedContents(from lower: Int, _ instructions: text_instructions) -> text_field {
        withBytes(lower..<count) { bytes in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe text_find_closing_quote(bytes.baseAddress, bytes.count, instructions)
            }
        }
    }

    /// Hands over the bytes at some positions of the record.
    func withBytes<Result, Failure: Error>(
        _ positions: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage.span.extracting(start + positions.lowerBound..<start + positions.upperBound))
    }
}

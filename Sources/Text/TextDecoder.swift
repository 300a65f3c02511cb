import Values

/// Bytes into text as Python's `bytes.decode(encoding, errors)` does it; a byte-order mark stays, as U+FEFF.
package struct TextDecoder: Hashable, Sendable {
    /// The encoding that the bytes are read in.
    package let encoding: TextEncoding
    /// What happens to bytes that are not text.
    package let decodeError: DecodeError

    /// Reads bytes in `encoding`.
    package init(encoding: TextEncoding, decodeError: DecodeError) {
        self.encoding = encoding
        self.decodeError = decodeError
    }

    /// The text that `bytes` are.
    ///
    /// With `.replace`, each maximal ill-formed subpart becomes one U+FFFD ("U+FFFD Substitution of Maximal Subparts"
    /// in chapter 3 of the Unicode Standard); with `.ignore`, it is left out. With `.strict` the error's offset counts
    /// from the start of `bytes`.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    package func decode(_ bytes: Span<UInt8>) throws(TextError) -> String {
        switch encoding {
        case .utf8: try decodeUTF8(bytes)
        case .latin1: Self.decodeLatin1(bytes)
        case .ascii: try decodeASCII(bytes)
        }
    }

    /// The text that `bytes` are.
    package func decode(_ bytes: [UInt8]) throws(TextError) -> String {
        try decode(bytes.span)
    }

    /// Throws what `decode` would throw.
    package func check(_ bytes: Span<UInt8>) throws(TextError) {
        guard encoding == .utf8, decodeError == .strict else {
            _ = try decode(bytes)
            return
        }
        guard !bytes.isUTF8 else { return }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
        } catch {
            throw invalidText(at: error.byteOffsets.lowerBound, in: bytes)
        }
    }

    private func decodeUTF8(_ bytes: Span<UInt8>) throws(TextError) -> String {
        if let text = String(utf8: bytes) { return text }
        var kept: [UInt8] = []
        var start = 0
        while true {
            let rest = bytes.extracting(droppingFirst: start)
            let illFormed: Range<Int>
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: rest)
                Self.append(rest, to: &kept)
                return String(decoding: kept, as: UTF8.self)
            } catch {
                illFormed = error.byteOffsets
            }
            let offset = illFormed.lowerBound
            if decodeError == .strict { throw invalidText(at: start + offset, in: bytes) }
            Self.append(rest.extracting(first: offset), to: &kept)
            if decodeError == .replace { kept += [0xEF, 0xBF, 0xBD] }
            start += illFormed.upperBound
        }
    }

    private func decodeASCII(_ bytes: Span<UInt8>) throws(TextError) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        for index in bytes.indices {
            if bytes[index] < 0x80 {
                kept.append(bytes[index])
            } else {
                switch decodeError {
                case .strict: throw invalidText(at: index, in: bytes)
                case .ignore: break
                case .replace: kept += [0xEF, 0xBF, 0xBD]
                }
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private func invalidText(at offset: Int, in bytes: Span<UInt8>) -> TextError {
        .invalidText(encoding: encoding, byteOffset: offset, byte: bytes[offset])
    }

    private static func decodeLatin1(_ bytes: Span<UInt8>) -> String {
        var output = [UInt8](repeating: 0, count: 2 * bytes.count)
        var end = 0
        var written = output.mutableSpan
        for index in bytes.indices { written.write(UInt32(bytes[index]), at: &end) }
        return String(decoding: output[..<end], as: UTF8.self)
    }

    private static func append(_ part: Span<UInt8>, to output: inout [UInt8]) {
        for index in part.indices { output.append(part[index]) }
    }
}

import CZlib

extension ZipReader {
    /// Calls `body` with what an entry holds, checked by its checksum, and the byte of the archive at which it begins; no
    /// place within a packed entry has one.
    ///
    /// A stored entry is not copied. A deflated one takes its size in memory for the time of the call, and the size has been
    /// held against its bytes before.
    ///
    /// - Complexity: O(*n*) for *n* bytes that it holds.
    func withContents<Result>(
        of entry: Entry, in file: RawSpan, _ body: (RawSpan, _ offset: Int?) throws(ModelFileError) -> Result
    ) throws(ModelFileError) -> Result {
        let packed = file.extracting(entry.range)
        guard entry.isDeflated else {
            try check(entry, packed)
            return try body(packed, entry.range.lowerBound)
        }
        let bytes = try inflated(entry, packed)
        try unsafe check(entry, bytes.span.bytes)
        return unsafe try body(bytes.span.bytes, nil)
    }

    private func check(_ entry: Entry, _ bytes: RawSpan) throws(ModelFileError) {
        var checksum = CRC32()
        checksum.update(bytes)
        guard checksum.value == entry.checksum else {
            throw damage(
                entry.name, "of the checksum \(entry.checksum)", "of \(checksum.value)", at: entry.range.lowerBound)
        }
    }

    /// The bytes that a raw deflate stream (RFC 1951) makes, which must be as many as the entry says.
    private func inflated(_ entry: Entry, _ packed: RawSpan) throws(ModelFileError) -> [UInt8] {
        var isWhole = false
        // Memory that zlib never reaches is never touched, so that a size that lies costs addresses and nothing else.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: entry.byteCount) { output, count in
            var stream = unsafe z_stream()
            // Negative bits: neither zlib's header nor its checksum around the stream.
            guard
                unsafe inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
            else { return }
            defer { unsafe inflateEnd(&stream) }
            unsafe packed.withUnsafeBytes { input in
                let start = unsafe input.bindMemory(to: UInt8.self).baseAddress
                unsafe stream.next_in = UnsafeMutablePointer(mutating: start)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                let status = unsafe inflate(&stream, Z_FINISH)
                count = unsafe Int(stream.total_out)
                isWhole = unsafe status == Z_STREAM_END && stream.avail_in == 0
            }
        }
        guard isWhole, bytes.count == entry.byteCount else {
            throw damage(
                entry.name, "a whole deflated stream of \(entry.byteCount) bytes", "another",
                at: entry.range.lowerBound)
        }
        return bytes
    }
}

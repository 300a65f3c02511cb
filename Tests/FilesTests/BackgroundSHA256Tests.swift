import Files
import Testing

@Suite struct BackgroundSHA256Tests {
    private func digest(_ bytes: [UInt8]) -> String {
        var hasher = SHA256Hasher()
        hasher.update(bytes)
        return hasher.finishHex()
    }

    @Test func `digests that are ended stand in the order in which they were`() {
        let hash = BackgroundSHA256(pieces: 2)
        let texts = (0..<50).map { [UInt8](repeating: UInt8($0), count: $0 * 1000) }
        for text in texts {
            for start in stride(from: 0, to: text.count, by: 700) {
                hash.update(Array(text[start..<min(start + 700, text.count)]))
            }
            hash.endDigest()
        }
        hash.update([0x61])
        #expect(hash.hexSoFar() == digest([0x61]))
        #expect(hash.endedDigests() == texts.map(digest))
        hash.update([0x62])
        #expect(hash.hexSoFar() == digest([0x61, 0x62]))
    }

    @Test func `a buffer is taken once it is worth it, and the rest stays`() {
        let hash = BackgroundSHA256()
        var buffer: [UInt8] = []
        var (all, taken): ([UInt8], Int) = ([], 0)
        for number in 0..<20_000 {
            let piece = [UInt8](repeating: UInt8(number % 251), count: number % 40)
            all += piece
            buffer += piece
            hash.take(&buffer)
            if buffer.isEmpty { taken += 1 }
        }
        #expect(taken > 1)
        all += [UInt8](repeating: 7, count: 3 << 20)
        buffer += [UInt8](repeating: 7, count: 3 << 20)
        hash.take(&buffer)
        #expect(buffer.isEmpty)
        #expect(hash.hexSoFar() == digest(all))
    }
}

import Features
import Testing

@Suite("MurmurHash3")
struct MurmurHash3Tests {
    @Test(
        "the specification's vectors",
        arguments: [
            ("", 0), ("a", 1_009_084_850), ("the", -1_132_748_958), ("great movie", 1_006_096_077),
            ("café", 605_818_632), ("日本", -992_347_838), ("great", 198_527_388), (":)", -839_650_343),
        ])
    func vectors(text: String, hash: Int32) {
        #expect(MurmurHash3.hash(text.utf8.span) == hash)
    }

    @Test("the seed and every length of tail count")
    func tails() {
        // Hashes of the bytes 1, 2, … under seed 42, by scikit-learn's murmurhash3_32.
        let expected: [Int32] = [
            142593372, 1522706598, 1662749572, 736634079, -2481802, 1753049154, 264736201, -410837774, 1184650953,
        ]
        for (count, hash) in expected.enumerated() {
            let bytes = (0..<UInt8(count)).map { $0 + 1 }
            #expect(MurmurHash3.hash(bytes.span, seed: 42) == hash)
        }
    }
}

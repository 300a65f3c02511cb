import Files
import Testing

@Suite struct SHA256HasherTests {
    /// The examples of FIPS 180-4.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `published examples`(text: String, digest: String) {
        var hasher = SHA256Hasher()
        hasher.update(text)
        #expect(hasher.finishHex() == digest)
    }

    @Test func `pieces make the digest of the whole`() {
        var pieces = SHA256Hasher()
        pieces.update("a")
        pieces.update([UInt8]())
        pieces.update([0x62, 0x63])
        #expect(pieces.finishHex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

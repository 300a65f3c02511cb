import COpenSSL

/// SHA-256 taken piece by piece (FIPS 180-4), by OpenSSL's `EVP` interface.
///
/// - Complexity: O(*n*) for *n* bytes.
@safe
package struct SHA256Hasher: ~Copyable {
    private let context: OpaquePointer

    /// OpenSSL, which would otherwise be taken apart when the program ends, below threads that still take a digest: the program
    /// would then end by a signal.
    private static let isReady = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil) == 1

    /// Begins with no bytes.
    package init() {
        guard Self.isReady, let context = unsafe EVP_MD_CTX_new(),
            unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
        else {
            fatalError("OpenSSL has no SHA-256; libcrypto is damaged")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe update(bytes.span.bytes)
    }

    /// Takes in the UTF-8 bytes of a text.
    package mutating func update(_ text: String) {
        unsafe update(text.utf8Span.span.bytes)
    }

    /// Takes in a whole number as eight bytes, least significant first.
    package mutating func update(littleEndian value: UInt64) {
        update((0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) })
    }

    /// The digest of all bytes so far, as 32 bytes.
    package consuming func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        unsafe digest.withUnsafeMutableBufferPointer { buffer in
            _ = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
        }
        return digest
    }

    /// The digest of all bytes so far, as 64 lower-case hexadecimal digits; more bytes may follow.
    package func hexSoFar() -> String {
        let copy = SHA256Hasher()
        guard unsafe EVP_MD_CTX_copy_ex(copy.context, context) == 1 else {
            fatalError("OpenSSL cannot copy the state of SHA-256; libcrypto is damaged")
        }
        return copy.finishHex()
    }

    /// The digest of all bytes so far, as 64 lower-case hexadecimal digits.
    package consuming func finishHex() -> String {
        Hexadecimal.text(of: finish())
    }
}

/// Bytes written as lower-case hexadecimal digits.
package enum Hexadecimal {
    /// Two digits a byte, in order.
    package static func text(of bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

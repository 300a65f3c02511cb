package import Text
package import Values

package enum TextError: ExplainedError {
    case invalidText(byteOffset: Int)
    package var code: String { "invalid_text" }
    package var message: String {
        switch self { case .invalidText(let o): "byte \(o) of the text is not valid" }
    }
    package var remedy: String? { "set --decode-error" }
    package var evidence: [Parameter] { [] }
}

package struct TextDecoder: Sendable {
    let encoding: TextEncoding
    let decodeError: DecodeError
    package init(encoding: TextEncoding, decodeError: DecodeError) {
        self.encoding = encoding
        self.decodeError = decodeError
    }
    package func decode(_ bytes: Span<UInt8>) throws(TextError) -> String {
        do {
            let u = try UTF8Span(validating: bytes)
            return String(copying: u)
        } catch {
            if decodeError == .strict { throw TextError.invalidText(byteOffset: error.byteOffsets.lowerBound) }
            let s = unsafe bytes.withUnsafeBufferPointer { b in unsafe String(decoding: b, as: UTF8.self) }
            if decodeError == .ignore { return String(s.unicodeScalars.filter { $0 != "\u{FFFD}" }.map(Character.init)) }
            return s
        }
    }
}

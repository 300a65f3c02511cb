import Text

extension TextError {
    /// Bytes between the start of what was decoded and the byte that is no text; 0 for other errors.
    var byteOffset: Int {
        guard case .invalidText(_, let byteOffset, _) = self else { return 0 }
        return byteOffset
    }
}

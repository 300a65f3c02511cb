extension ByteWindow {
    /// Passes over a UTF-8 byte order mark at the start of the file, and refuses the marks of UTF-16 and UTF-32.
    mutating func skipByteOrderMark() throws(DatasetError) {
        switch (try byte(at: 0), try byte(at: 1), try byte(at: 2)) {
        case (0xEF, 0xBB, 0xBF): advance(to: 3)
        case (0xFF, 0xFE, _): throw .foreignEncoding(path: path, name: "UTF-16LE")
        case (0xFE, 0xFF, _): throw .foreignEncoding(path: path, name: "UTF-16BE")
        default: break
        }
    }
}

import Files
import Text

/// The reviews of an `aclImdb` folder as rows.
///
/// The digest is that of a stream of, for each review in order, the length of its name (eight bytes, least significant
/// first), its name below the folder, the length of its contents and its contents.
final class ReviewFolderReader: RowReader {
    let columns = ColumnPair(
        text: ColumnRole.text.defaultName, label: ColumnRole.label.defaultName, textIndex: 0, labelIndex: 1)
    private let folder: ReviewFolder
    private let decoder: TextDecoder
    private var hasher: SHA256Hasher?
    private var nextReview = 0
    private(set) var bytesRead = 0

    private static let blockSize = 16 << 10

    /// Lists a folder; no file is opened yet.
    init(_ source: DatasetSource, hashing: Bool) throws(DatasetError) {
        folder = try ReviewFolder(source.path)
        decoder = TextDecoder(encoding: source.encoding, decodeError: source.decodeError)
        hasher = hashing ? SHA256Hasher() : nil
    }

    func next() throws(DatasetError) -> Row? {
        guard nextReview < folder.reviews.count else { return nil }
        let position = nextReview
        let review = folder.reviews[position]
        nextReview += 1
        let path = "\(folder.path)/\(review.name)"
        var window = try ByteWindow(path: path, blockSize: Self.blockSize)
        while try window.readMore() {}
        let length = window.count
        bytesRead += length
        hasher?.update(prefixedByLength: review.name)
        hasher?.update(littleEndian: UInt64(length))
        window.withBytes(0..<length) { bytes in unsafe hasher?.update(bytes.bytes) }
        do {
            let text = try window.withBytes(0..<length) { bytes throws(TextError) in try decoder.decode(bytes) }
            return Row(text: text, label: review.label, position: position)
        } catch {
            throw .undecodable(RowPlace(path: path, row: position + 1, byteOffset: error.byteOffset), error)
        }
    }

    func skip() throws(DatasetError) -> Bool {
        guard nextReview < folder.reviews.count else { return false }
        nextReview += 1
        return true
    }

    func seek(to position: Int, row: Int?) throws(DatasetError) {
        nextReview = position
    }

    func finishDigest() -> String {
        guard let hasher = hasher.take() else { return "" }
        return hasher.finishHex()
    }
}

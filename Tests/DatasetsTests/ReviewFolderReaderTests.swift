import Datasets
import Foundation
import Testing
import Values

@Suite struct ReviewFolderReaderTests {
    private func make(_ scratch: borrowing Scratch) throws {
        for (name, text) in [
            ("train/pos/1_9.txt", "e"), ("train/neg/0_2.txt", "f"), ("test/pos/10_8.txt", "a"),
            ("test/pos/2_8.txt", "b"),
            ("test/neg/0_1.txt", "c"), ("test/neg/1_1.txt", "d"), ("train/unsup/0_0.txt", "no"),
            ("test/pos/urls", "no"),
        ] {
            try scratch.file("aclImdb/\(name)", text)
        }
    }

    @Test func `test comes before train, pos before neg, and files go by name`() throws {
        let scratch = try Scratch()
        try make(scratch)
        let dataset = try Dataset.load("\(scratch.path)/aclImdb")
        #expect(dataset.format == .aclImdb)
        #expect(try dataset.texts() == ["a", "b", "c", "d", "e", "f"])
        #expect(try dataset.all().map(\.label) == [1, 1, 0, 0, 1, 0].map(Label.integer))
        #expect(dataset.sizeBytes == 6)
        #expect(try dataset.texts(RowRange(start: 2, stop: 5)) == ["c", "d", "e"])
        #expect(try Dataset.load("\(scratch.path)/aclImdb/test").texts() == ["a", "b", "c", "d"])
    }

    @Test func `the digest is of names and contents, and a changed file is noticed`() throws {
        let scratch = try Scratch()
        try make(scratch)
        let before = try Dataset.load("\(scratch.path)/aclImdb")
        #expect(before.sha256 == (try Dataset.load("\(scratch.path)/aclImdb").sha256))
        try scratch.file("aclImdb/test/pos/2_8.txt", "B")
        let error = try #require(throws: DatasetError.self) { _ = try before.all() }
        #expect(error.code == "dataset_changed")
        #expect(before.sha256 != (try Dataset.load("\(scratch.path)/aclImdb").sha256))
    }

    @Test func `a folder that is laid out otherwise is refused`() throws {
        let scratch = try Scratch()
        try scratch.file("a/test/pos/1.txt", "x")
        #expect(try loadError("\(scratch.path)/a").code == "folder_layout")
        try FileManager.default.createDirectory(
            atPath: "\(scratch.path)/a/test/neg", withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: "\(scratch.path)/a/test/pos/1.txt")
        #expect(try loadError("\(scratch.path)/a").code == "empty_dataset")
    }

    @Test func `bytes that are no text are named with their own file`() throws {
        let scratch = try Scratch()
        try make(scratch)
        let path = try scratch.file("aclImdb/test/neg/1_1.txt", [0x61, 0xC3])
        guard case .undecodable(let place, _) = try loadError("\(scratch.path)/aclImdb") else {
            Issue.record("another error")
            return
        }
        #expect(place == RowPlace(path: path, row: 4, byteOffset: 1))
    }
}

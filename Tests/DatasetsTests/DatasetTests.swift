import Datasets
import Files
import Foundation
import Glibc
import Testing
import Values

@Suite struct DatasetTests {
    private func numbers(_ count: Int) -> String {
        "review,sentiment\n" + (0..<count).map { "\($0),\($0 % 2)\n" }.joined()
    }

    @Test func `loading counts, weighs and digests the file in one pass`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment\nabc,1\n")
        let dataset = try Dataset.load(path)
        #expect(dataset.documents == 1)
        #expect(dataset.sizeBytes == 23)
        #expect(dataset.format == .csv)
        var hasher = SHA256Hasher()
        hasher.update("review,sentiment\nabc,1\n")
        let digest = hasher.finishHex()
        #expect(dataset.sha256 == digest)
    }

    @Test(
        arguments: [(0, 5), (1023, 1026), (1024, 1025), (4999, 5000), (2500, 2500), (-3, nil), (0, nil)]
            as [(Int, Int?)])
    func `a range of rows is the slice of the whole`(start: Int, stop: Int?) throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", numbers(5000))
        let range = RowRange(start: start, stop: stop)
        let expected = range.resolved(count: 5000).map(String.init)
        #expect(try Dataset.load(path).texts(range) == expected)
        let lines = (0..<5000).map { "{\"review\": \"\($0)\", \"sentiment\": 1}\n" }.joined()
        #expect(try Dataset.load(try scratch.file("a.jsonl", lines)).texts(range) == expected)
    }

    @Test func `batches are full but for the last`() throws {
        let scratch = try Scratch()
        var reader = try Dataset.load(try scratch.file("a.csv", numbers(7))).reader(rows: RowRange(start: 1))
        #expect(reader.remaining == 6)
        #expect(try reader.nextBatch(4).map(\.text) == ["1", "2", "3", "4"])
        #expect(try reader.nextBatch(4).map(\.text) == ["5", "6"])
        #expect(try reader.nextBatch(4).isEmpty)
        #expect(try reader.next() == nil)
    }

    @Test func `a batch ends once its texts have as many bytes as are wanted`() throws {
        let scratch = try Scratch()
        var reader = try Dataset.load(try scratch.file("a.csv", numbers(12))).reader(rows: RowRange(start: 8))
        func lent(upTo bytes: Int) throws -> [String] {
            var texts: [String] = []
            let count = try reader.lendBatch(9, upTo: bytes) { text, label in
                texts.append(String(utf8: text) ?? "")
                #expect(label == .integer(0) || label == .integer(1))
            }
            #expect(count == texts.count)
            return texts
        }
        #expect(try lent(upTo: 3) == ["8", "9", "10"])
        #expect(try lent(upTo: 1) == ["11"])
        #expect(try lent(upTo: 1).isEmpty)
    }

    @Test(
        arguments: [
            (10, 1, [2, 9, 6, 4, 0, 3, 1, 7, 8, 5]), (7, 0, [6, 2, 1, 3, 0, 5, 4]), (2, 4_294_967_295, [0, 1]),
            (1, 3, [0]),
        ] as [(Int, UInt32, [Int])])
    func `a shuffle is NumPy's permutation`(count: Int, seed: UInt32, order: [Int]) throws {
        let scratch = try Scratch()
        let dataset = try Dataset.load(try scratch.file("a.csv", numbers(count))) { $0.shuffleSeed = seed }
        #expect(try dataset.texts() == order.map(String.init))
    }

    @Test func `a shuffle of more rows than one block of positions is NumPy's, in ranges too`() throws {
        let scratch = try Scratch()
        let dataset = try Dataset.load(try scratch.file("a.csv", numbers(10_007))) { $0.shuffleSeed = 42 }
        let texts = try dataset.texts()
        var hasher = SHA256Hasher()
        hasher.update(texts.joined(separator: ","))
        let digest = hasher.finishHex()
        #expect(digest == Self.permutationDigest)
        #expect(try dataset.texts(RowRange(start: 4095, stop: 8200)) == Array(texts[4095..<8200]))
    }

    /// SHA-256 of `','.join(map(str, numpy.random.RandomState(42).permutation(10007)))`, by NumPy 2.4.6.
    private static let permutationDigest = "5e06e10df0abe12c796ee3ef8625f231553623920515d26cc98663701f0910b6"

    @Test(arguments: [nil, 7] as [UInt32?])
    func `positions lead back to documents, in any order and more than once`(seed: UInt32?) throws {
        let scratch = try Scratch()
        let dataset = try Dataset.load(try scratch.file("a.csv", numbers(3000))) { $0.shuffleSeed = seed }
        var reader = try dataset.reader(rows: RowRange(start: 1000))
        var (texts, positions) = ([String](), [Int]())
        while let document = try reader.next() {
            texts.append(document.text)
            positions.append(reader.position ?? -1)
        }
        let wanted = [1999, 0, 0, 700, 1, 1024]
        var again = try dataset.reader(at: wanted.map { positions[$0] })
        #expect(again.remaining == wanted.count)
        #expect(try again.nextBatch(10).map(\.text) == wanted.map { texts[$0] })
        #expect(try again.next() == nil)
        var none = try dataset.reader(at: [])
        #expect(try none.next() == nil)
    }

    @Test func `a shuffle leaves no file behind`() throws {
        let scratch = try Scratch()
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/var/tmp"
        let dataset = try Dataset.load(try scratch.file("a.csv", numbers(100))) { $0.shuffleSeed = 1 }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("refit-rows") }
        #expect(left.isEmpty)
        #expect(try dataset.texts().count == 100)
    }

    @Test func `a file that changed since it was loaded is refused`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", numbers(3))
        let dataset = try Dataset.load(path)
        try scratch.file("a.csv", numbers(4))
        let error = try #require(throws: DatasetError.self) { _ = try dataset.all() }
        #expect(error.code == "dataset_changed")
        #expect(error.remedy == "load it again")
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: DatasetError.self) { _ = try dataset.all() }
    }

    @Test func `a file that changed is noticed though its time was set back`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", "review,sentiment\na good film,1\n")
        var before = stat()
        #expect(unsafe stat(path, &before) == 0)
        let dataset = try Dataset.load(path)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.write(contentsOf: Data("REVIEW".utf8))
        try file.close()
        let times = [before.st_atim, before.st_mtim]
        #expect(unsafe utimensat(AT_FDCWD, path, times, 0) == 0)
        let error = try #require(throws: DatasetError.self) { _ = try dataset.all() }
        #expect(error.code == "dataset_changed")
    }

    @Test func `loading tells how far it is and stops when asked to`() throws {
        let scratch = try Scratch()
        let path = try scratch.file("a.csv", numbers(5000))
        let watcher = Watcher(stopAfter: .max)
        let dataset = try Dataset.load(DatasetSource(path: path), monitor: watcher)
        #expect(watcher.reports.count >= 4)
        #expect(watcher.reports.allSatisfy { $0.total == dataset.sizeBytes && $0.done <= dataset.sizeBytes })
        let error = try #require(throws: DatasetError.self) {
            _ = try Dataset.load(DatasetSource(path: path), monitor: Watcher(stopAfter: 2))
        }
        #expect(error.code == "interrupted")
    }

    @Test func `no text of a document enters an error`() throws {
        let scratch = try Scratch()
        for (name, contents) in [
            ("a.csv", "review,sentiment\nsecret,1,2\n"), ("b.csv", "review,sentiment\nsec\"ret,1\n"),
            ("c.csv", "review,sentiment\nsecret,\n"), ("d.jsonl", "{\"review\":\"secret\",\"sentiment\":[]}\n"),
            ("e.csv", "review,sentiment\n\"secret,1\n"), ("f.jsonl", "{\"review\":\"secret\" secret}\n"),
        ] {
            let error = try loadError(try scratch.file(name, contents))
            #expect(!"\(error.description) \(error.evidence)".contains("secret"), "\(name)")
        }
    }
}

/// A monitor that remembers what it was told and interrupts after some reports.
private final class Watcher: WorkMonitor {
    private(set) var reports: [(done: Int, total: Int?)] = []
    private let stopAfter: Int

    init(stopAfter: Int) {
        self.stopAfter = stopAfter
    }

    func advance(to done: Int, of total: Int?, unit: String) {
        #expect(unit == "bytes")
        reports.append((done, total))
    }

    var isInterrupted: Bool { reports.count >= stopAfter }
}

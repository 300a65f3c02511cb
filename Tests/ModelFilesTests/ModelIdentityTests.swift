import Features
import Foundation
import Glibc
import Learning
import Synchronization
@testable import ModelFiles
import TestSupport
import Testing
import Values

/// What a file states of its arrays is believed until they are used, and then no longer.
struct ModelIdentityTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("model.safetensors")
    }

    private static func damage(_ model: SavedModel) -> ModelFileError.Damage? {
        do {
            try model.check()
            return nil
        } catch {
            guard case .damaged(let damage) = error else { return nil }
            return damage
        }
    }

    @Test(arguments: [Sample.integers, Sample.texts], [0, 1, 40])
    func `a file that is whole is what it states`(classes: [Label], average: Int) throws {
        // Columns enough for several pieces, and for several times that a thread brings some in.
        let model = try Sample.model(classes: classes, average: average, nFeatures: 200_000)
        try SafetensorsFile.write(model, to: path)
        let opened = try SafetensorsFile.open(path: path)
        #expect(opened.digest == model.digest)
        #expect(ModelDigest.of(opened.classifier, vectorizer: opened.vectorizer) == model.digest)
        #expect(opened.classifier == model.classifier)
        try opened.check()
        #expect(opened.digest == model.digest)
    }

    @Test func `arrays stay as they were read when the file is written over`() throws {
        let model = try Sample.model(nFeatures: 200_000)
        try SafetensorsFile.write(model, to: path)
        let opened = try SafetensorsFile.open(path: path)
        _ = opened.classifier.coef.numbers
        try FileBytes.write([], to: path)
        try opened.check()
        #expect(opened.classifier == model.classifier)
    }

    @Test func `a file is others' to write as soon as it is read, whether or not anybody has looked at the model`()
        throws
    {
        try SafetensorsFile.write(try Sample.model(nFeatures: 200_000), to: path)
        let opened = try SafetensorsFile.open(path: path)
        _ = opened.classifier.coef.numbers
        var descriptor: Int32 = -1
        // The thread that reads lets go of the file just after the last number.
        for _ in 0..<200 where descriptor < 0 {
            descriptor = unsafe Glibc.open(path, O_WRONLY | O_NONBLOCK)
            if descriptor < 0 { usleep(5000) }
        }
        #expect(descriptor >= 0)
        close(descriptor)
        try opened.check()
    }

    @Test(arguments: ["coef_", "_standard_coef", "intercept_", "_standard_intercept"], [false, true])
    func `a flipped bit is found at the first use, and at each one after`(array: String, isBegun: Bool) throws {
        try SafetensorsFile.write(try Sample.model(average: 1), to: path)
        var file = try FileBytes(path)
        let (start, _) = try Self.place(of: array, in: file)
        file.data[start] ^= 1
        try FileBytes.write(file.bytes, to: path)
        let opened = try SafetensorsFile.open(path: path)
        let stated = try Sample.model(average: 1).digest
        #expect(opened.digest == stated)
        if isBegun { opened.identity.beginCheck(opened.classifier, vectorizer: opened.vectorizer) }
        let copy = opened
        #expect(opened.digest == stated)
        for model in [opened, copy, opened] {
            let found = try #require(Self.damage(model))
            #expect(found.field == "model_digest")
            #expect(found.actual == opened.digest)
        }
        #expect(throws: ModelFileError.self) { try SafetensorsFile.read(path: path) }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity], ["coef_", "_standard_coef", "intercept_"])
    func `a number that is not finite is found where it is`(number: Double, array: String) throws {
        try findsNumber(number, array: array) { _ in }
    }

    @Test(arguments: ["coef_", "_standard_coef", "intercept_"])
    func `a number that is not finite is found by a thread, too`(array: String) throws {
        try findsNumber(.nan, array: array) { $0.identity.beginCheck($0.classifier, vectorizer: $0.vectorizer) }
    }

    private func findsNumber(_ number: Double, array: String, _ prepare: (SavedModel) -> Void) throws {
        try SafetensorsFile.write(try Sample.model(average: 1, nFeatures: 200_000), to: path)
        var file = try FileBytes(path)
        let (start, end) = try Self.place(of: array, in: file)
        for byte in 0..<8 { file.data[end - 8 + byte] = UInt8(truncatingIfNeeded: number.bitPattern >> (byte * 8)) }
        try FileBytes.write(file.bytes, to: path)
        let opened = try SafetensorsFile.open(path: path)
        prepare(opened)
        let found = try #require(Self.damage(opened))
        #expect(found.field == array)
        #expect(found.byteOffset == 8 + file.header.utf8.count + end - 8)
        #expect(start < end)
    }

    @Test func `a digest that is none is refused at once`() throws {
        try SafetensorsFile.write(try Sample.model(), to: path)
        var file = try FileBytes(path)
        let digest = try Sample.model().digest
        for other in [digest.uppercased(), String(digest.dropLast()), digest.dropLast() + "\\u001b"] {
            var changed = file
            changed.header = file.header.replacingOccurrences(of: digest, with: other)
            try FileBytes.write(changed.bytes, to: path)
            #expect(throws: ModelFileError.self) { try SafetensorsFile.open(path: path) }
        }
        // Another digest is one, and is not that of the arrays.
        file.header = file.header.replacingOccurrences(of: digest, with: String(repeating: "0", count: 64))
        try FileBytes.write(file.bytes, to: path)
        let opened = try SafetensorsFile.open(path: path)
        #expect(Self.damage(opened)?.field == "model_digest")
    }

    @Test func `bytes that could not be read are an error of the file, not a model`() throws {
        try FileBytes.write([UInt8](repeating: 0, count: 64), to: path)
        let file = try MappedFile(path).reader()
        let numbers = Coefficients(file.numbers(8..<8 + 8 * 20))
        #expect(numbers.numbers.prefix(7).allSatisfy { $0 == 0 })
        #expect(numbers.numbers.dropFirst(7).allSatisfy { $0.isNaN })
        #expect(file.failures.last != nil)
        #expect(throws: ModelFileError.self) { let _: [Double] = try file.read(32..<72) }
    }

    @Test func `several threads that check what another has begun all get what it found`() throws {
        let model = try Sample.model(nFeatures: 200_000)
        for isDamaged in [false, true] {
            try SafetensorsFile.write(model, to: path)
            if isDamaged {
                var file = try FileBytes(path)
                file.data[file.data.count - 100] ^= 1
                try FileBytes.write(file.bytes, to: path)
            }
            let opened = try SafetensorsFile.open(path: path)
            opened.identity.beginCheck(opened.classifier, vectorizer: opened.vectorizer)
            // Once more: there is nothing left to begin.
            opened.identity.beginCheck(opened.classifier, vectorizer: opened.vectorizer)
            let damages = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                if Self.damage(opened) != nil { damages.withLock { $0 += 1 } }
            }
            #expect(damages.withLock { $0 } == (isDamaged ? 4 : 0))
            #expect(opened.digest == model.digest)
        }
    }

    @Test func `a model that was changed is another one`() throws {
        try SafetensorsFile.write(try Sample.model(), to: path)
        var opened = try SafetensorsFile.open(path: path)
        let copy = opened
        opened.classifier.coef.numbers[0] += 1
        #expect(opened.digest != copy.digest)
        opened.classifier = copy.classifier
        opened.vectorizer?.binary = true
        #expect(opened.digest != copy.digest)
    }

    /// Where an array lies in a file's data.
    private static func place(of array: String, in file: FileBytes) throws -> (start: Int, end: Int) {
        let header = try JSONSerialization.jsonObject(with: Data(file.header.utf8)) as? [String: Any]
        let tensor = try #require(header?[array] as? [String: Any])
        let offsets = try #require(tensor["data_offsets"] as? [Int])
        return (offsets[0], offsets[1])
    }
}

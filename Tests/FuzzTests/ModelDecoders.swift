import Features
import Files
import Learning
import Text
import Values

@testable import ModelFiles

/// The decoders of model files, and what must hold of the models in them.
enum ModelDecoders {
    static func pickle(_ bytes: [UInt8]) throws(Violation) {
        let found = Result { () throws(ModelFileError) in
            try unsafe PickleFile.read(bytes.span.bytes, path: "model.pkl")
        }
        // Of a file the weights are looked at last, and are the same.
        let path = try MemoryFile.write(bytes, "model.pkl")
        let read = try Violation.attempt { () throws(ModelFileError) in try PickleFile.read(path: path) }
        let model = try? found.get()
        try Violation.unless(
            read?.digest == model?.digest && read?.classCounts == model?.classCounts,
            "a file's bytes are another model than the file")
        var refusedAt: Int?
        switch found {
        case .success(let model): try hold(model, of: .pkl)
        case .failure(let error):
            try Violation.check(error)
            if case .damaged(let damage) = error { refusedAt = damage.byteOffset }
            if case .forbidden(_, _, let place, _) = error { refusedAt = place }
        }
        for place in [refusedAt, nil] {
            try check(unsafe PickleDisassembly(of: bytes.span.bytes, refusedAt: place, path: "model.pkl"))
        }
    }

    static func stopWords(_ bytes: [UInt8]) throws(Violation) {
        let path = try MemoryFile.write(bytes, "words.txt")
        guard let words = try Violation.attempt({ () throws(TextError) in try StopWordsFile.read(path) }) else {
            return
        }
        let list = words.list
        let isAscending = zip(list, list.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try Violation.unless(isAscending, "the words are not ascending, each once")
        let text = list.map { $0 + "\n" }.joined()
        // A word of a pickle may hold what ends a line.
        guard bytes.first != 0x80, text.utf8.count <= StopWords.largestFile else { return }
        let copy = try MemoryFile.write(Array(text.utf8), "copy.txt")
        let again = try Violation.unlessDone("written stop words") { () throws(TextError) in
            try StopWordsFile.read(copy)
        }
        try Violation.unless(again == words, "stop words are others when they are read again")
    }

    static func safetensors(_ bytes: [UInt8]) throws(Violation) {
        if try read(bytes, .safetensors) { return }
        // Two digests stand before what lies behind them: they are put right, as an attacker would.
        var signed = bytes
        guard let header = try? unsafe SafetensorsHeader(of: bytes.span.bytes, path: "") else { return }
        if let watermarks = header.metadata[SafetensorsFile.Metadata.watermarks.rawValue]?.text {
            replace(.watermarksDigest, of: header, by: SafetensorsFile.digest(of: watermarks), in: &signed)
        }
        let path = try MemoryFile.write(signed, "model.safetensors")
        let sentence = "the digest of the arrays and settings, "
        do throws(ModelFileError) {
            _ = try SafetensorsFile.read(path: path)
        } catch {
            guard case .damaged(let damage) = error, damage.expected.hasPrefix(sentence) else { return }
            replace(.digest, of: header, by: String(damage.expected.dropFirst(sentence.count)), in: &signed)
        }
        _ = try read(signed, .safetensors)
    }

    static func archive(_ bytes: [UInt8]) throws(Violation) {
        if try read(bytes, .skops) { return }
        // A checksum stands before what an entry holds: it is put right in both of its places.
        var summed = bytes
        for _ in 0..<4 {
            let found = Result { () throws(ModelFileError) in
                try unsafe SkopsFile.read(summed.span.bytes, path: "m.skops")
            }
            guard case .failure(.damaged(let damage)) = found, let wrong = number(damage.expected, "of the checksum "),
                let right = number(damage.actual, "of ")
            else { break }
            for place in stride(from: 0, through: summed.count - 4, by: 1) where summed[place..<place + 4] == wrong[...]
            {
                summed.replaceSubrange(place..<place + 4, with: right)
            }
        }
        _ = try read(summed, .skops)
    }

    /// The bytes of the checksum that a text ends with.
    private static func number(_ text: String, _ head: String) -> [UInt8]? {
        guard text.hasPrefix(head), let number = UInt32(text.dropFirst(head.count)) else { return nil }
        return (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// The bytes are `schema.json` and, each behind the separator and its name on a line, arrays; the archive is made here,
    /// since no fuzzer finds checksums.
    static func skops(_ bytes: [UInt8]) throws(Violation) {
        let separator: [UInt8] = [0, 0x40, 0x40, 0]
        var parts: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0, bytes[index...].starts(with: separator) {
                parts.append([])
                index += separator.count
            } else {
                parts[parts.count - 1].append(bytes[index])
                index += 1
            }
        }
        let path = MemoryFile.path("model.skops")
        let schema = parts[0]
        do throws(FileError) {
            var archive = try ZipWriter(replacing: path)
            try unsafe archive.add(SkopsFile.schemaName, [], schema.span.bytes)
            for part in parts.dropFirst().prefix(ZipReader.mostEntries) {
                let name = part.prefix { $0 != 0x0A }.prefix(100)
                let content = Array(part.dropFirst(name.count + 1))
                let printable = name.map { (0x21..<0x7F).contains($0) ? $0 : 0x5F }
                try unsafe archive.add(String(decoding: printable, as: UTF8.self), [], content.span.bytes)
            }
            _ = try archive.finish()
            try archive.commit()
        } catch {
            throw Violation("the harness cannot write an archive: \(error.message)")
        }
        _ = try read(try MemoryFile.read(path), .skops)
    }

    static func numpy(_ bytes: [UInt8]) throws(Violation) {
        let origin = NumPyHeader.Origin(path: "model.skops", field: "coef_", offset: 0)
        let found = try Violation.attempt { () throws(ModelFileError) in
            try unsafe NumPyFile(bytes.span.bytes, origin: origin)
        }
        guard let array = found else { return }
        let written = array.header + elements(of: array)
        let again = try Violation.unlessDone("a written array") { () throws(ModelFileError) in
            try unsafe NumPyFile(written.span.bytes, origin: origin)
        }
        try Violation.unless(again.shape == array.shape, "the shape \(array.shape) reads as \(again.shape)")
        try Violation.unless(elements(of: again) == elements(of: array), "elements are others when they are read again")
    }

    // MARK: Models

    /// Reads a file; whether it was one.
    private static func read(_ bytes: [UInt8], _ format: ModelFormat) throws(Violation) -> Bool {
        let path = try MemoryFile.write(bytes, "model.\(format.rawValue)")
        guard
            let model = try Violation.attempt({ () throws(ModelFileError) in try ModelFile.read(path: path) })
        else { return false }
        try hold(model, of: format)
        return true
    }

    /// Writes a model that was read in every form and reads it again, and takes it up for learning.
    private static func hold(_ model: SavedModel, of format: ModelFormat) throws(Violation) {
        try Violation.check(shown: model.writtenBy, mostBytes: 1000)
        for other in ModelFormat.allCases { try write(model, as: other, from: format) }
        let restored = try Violation.attempt { () throws(LearningError) in
            try SGDClassifier(restoring: model.classifier)
        }
        guard var classifier = restored else { return }
        var batch = SparseBatch(nFeatures: model.classifier.nFeatures)
        for row in 0..<2 {
            batch.append(
                columns: [row == 0 ? 0 : Int32(model.classifier.nFeatures - 1)], values: [row == 0 ? 0.5 : -1])
        }
        try Violation.unless(classifier.predict(batch).count == 2, "two rows have not two predictions")
        let labels = Array(model.classifier.classes.prefix(2))
        _ = try Violation.attempt { () throws(LearningError) in try classifier.partialFit(batch, labels: labels) }
    }

    private static func write(
        _ model: SavedModel, as format: ModelFormat, from own: ModelFormat
    ) throws(Violation) {
        let path = MemoryFile.path("written.\(format.rawValue)")
        let what = "\(format.rawValue) of a model of \(own.rawValue)"
        do throws(ModelFileError) {
            _ = try ModelFile.write(model, to: path)
        } catch {
            try Violation.check(error)
            // Forms differ in what they can hold, but what a form has held it can hold.
            guard case .unwritable = error, format != own else { throw Violation("\(what): \(error.message)") }
            return
        }
        let again = try Violation.unlessDone(what) { () throws(ModelFileError) in try ModelFile.read(path: path) }
        try Violation.unless(again.digest == model.digest, "\(what) is another model")
        try Violation.unless(again.watermarks == model.watermarks, "\(what) has other watermarks")
        try Violation.unless(again.classCounts == model.classCounts, "\(what) has counted other labels")
        try Violation.unless(again.writtenBy == model.writtenBy, "\(what) is written by \(again.writtenBy)")
        let inspection = try Violation.unlessDone(what) { () throws(ModelFileError) in
            try ModelInspection.of(path: path)
        }
        guard case .safe = inspection.outcome else { throw Violation("\(what) is refused by inspect") }
    }

    /// Writes a digest over the one that a header has, where it has room for it.
    private static func replace(
        _ field: SafetensorsFile.Metadata, of header: SafetensorsHeader, by digest: String, in bytes: inout [UInt8]
    ) {
        guard let quotation = header.metadata[field.rawValue], quotation.text.utf8.count == 64,
            bytes[(quotation.offset + 1)...].starts(with: quotation.text.utf8)
        else { return }
        bytes.replaceSubrange(quotation.offset + 1..<quotation.offset + 65, with: digest.utf8)
    }

    private static func check(_ disassembly: PickleDisassembly) throws(Violation) {
        let texts =
            disassembly.opcodes.flatMap { [$0.name, $0.argument] } + disassembly.globals.map(\.name)
            + disassembly.calls.flatMap { [$0.callee, $0.arguments, $0.opcode] } + [disassembly.ending ?? ""]
        for text in texts {
            try Violation.check(shown: text, mostBytes: 2000)
            let isPlain = text.unicodeScalars.allSatisfy { $0.isASCII || $0 == "…" }
            try Violation.unless(isPlain, "a pickle's text is shown as \(text.debugDescription)")
        }
        let most = PickleDisassembly.mostListed
        try Violation.unless(
            disassembly.globals.count <= most && disassembly.calls.count <= most
                && disassembly.opcodes.count <= 2 * PickleDisassembly.reach + 1,
            "a disassembly is longer than it may be")
    }

    private static func elements(of array: NumPyFile) -> [UInt8] {
        func bytes<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
            unsafe numbers.withUnsafeBytes { unsafe Array($0) }
        }
        return switch array.content {
        case .reals(let numbers): bytes(numbers.numbers)
        case .integers(let numbers): bytes(numbers)
        case .bools(let values): values.map { $0 ? 1 : 0 }
        case .texts(let texts): bytes(NumPyFile.elements(of: texts))
        }
    }
}

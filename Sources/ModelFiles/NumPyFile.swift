import Learning
import Values

/// An array in NumPy's own form, `.npy` version 1.0: C order, little-endian.
struct NumPyFile {
    /// The length along each axis.
    var shape: [Int]
    /// The elements, row after row.
    var content: Content

    /// The elements of an array.
    enum Content {
        /// float64.
        case reals(Coefficients)
        /// int64.
        case integers([Int64])
        /// Truth values.
        case bools([Bool])
        /// Texts of up to the longest one's scalars, as NumPy's `<U` holds them: four bytes a scalar, padded with zeros.
        case texts([String])
    }

    private var dtype: String {
        switch content {
        case .reals: "<f8"
        case .integers: "<i8"
        case .bools: "|b1"
        case .texts(let texts): "<U\(Self.width(of: texts))"
        }
    }

    /// What stands before the elements: magic, version, length, and a Python dictionary padded with spaces to a multiple
    /// of 64 bytes.
    var header: [UInt8] {
        let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let dictionary = "{'descr': '\(dtype)', 'fortran_order': False, 'shape': (\(axes)), }"
        let beforeIt = 10
        let length = dictionary.utf8.count + 1
        let padding = (64 - (beforeIt + length) % 64) % 64
        let text = dictionary + String(repeating: " ", count: padding) + "\n"
        let count = UInt16(text.utf8.count)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(truncatingIfNeeded: count), UInt8(count >> 8)]
            + Array(text.utf8)
    }

    /// The size of the file in bytes.
    var byteCount: Int {
        switch content {
        case .reals(let numbers): header.count + 8 * numbers.count
        case .integers(let numbers): header.count + 8 * numbers.count
        case .bools(let values): header.count + values.count
        case .texts(let texts): header.count + 4 * Self.width(of: texts) * texts.count
        }
    }

    /// Texts as NumPy holds them.
    static func elements(of texts: [String]) -> [UInt32] {
        let width = width(of: texts)
        return texts.flatMap { text in
            let scalars = text.unicodeScalars.map(\.value)
            return scalars + Array(repeating: 0, count: width - scalars.count)
        }
    }

    private static func width(of texts: [String]) -> Int {
        max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
    }
}

extension NumPyFile.Content {
    /// The classes as Python's forms hold them.
    ///
    /// Throws `unwritable` for a text that would not be the same when it is read again.
    init(classesOf classifier: SGDClassifierState) throws(ModelFileError) {
        if classifier.hasBoolClasses {
            self = .bools([false, true])
        } else if let integers = classifier.integerClasses {
            self = .integers(integers)
        } else {
            let texts = classifier.classes.map(\.description)
            guard !texts.contains(where: { $0.unicodeScalars.last == "\0" }) else {
                throw .unwritable(field: "classes_", reason: "ends with U+0000, which NumPy would drop")
            }
            self = .texts(texts)
        }
    }
}

import Learning
import Values

extension NumPyFile {
    /// Reads an `.npy` file of version 1 to 3 that `numpy.save` wrote without pickling: float64, whole numbers of 1 to 8
    /// bytes and truth values, or texts; C order, little-endian.
    ///
    /// The shape must be that of the bytes which are there, so that no memory is taken that they do not warrant. Throws
    /// `damaged` with what else was found; `origin` says where the bytes lie.
    ///
    /// - Complexity: O(*n*) for *n* bytes.
    init(_ bytes: RawSpan, origin: NumPyHeader.Origin) throws(ModelFileError) {
        let header = try NumPyHeader(bytes, origin: origin)
        try self.init(header, bytes.extracting(header.byteCount..<bytes.byteCount), origin)
    }

    /// Reads the elements of an array; `reals` says where those of float64 come from, if not out of `body`.
    init(
        _ header: NumPyHeader, _ body: RawSpan, _ origin: NumPyHeader.Origin,
        reals: () throws(ModelFileError) -> Coefficients? = { nil }
    ) throws(ModelFileError) {
        var count = 1
        for length in header.shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: length)
            guard !overflows else { throw origin.damage("of a shape that fits it", "of shape \(header.shape)") }
            count = product
        }
        let (needed, overflows) = count.multipliedReportingOverflow(by: header.itemSize)
        guard !overflows, needed == body.byteCount else {
            throw origin.damage(
                "\(header.itemSize) bytes for each of shape \(header.shape)", "\(body.byteCount) bytes")
        }
        // The order of axes is no matter where there is one row, as of an array that was transposed.
        guard !header.isFortran || header.shape.count(where: { $0 > 1 }) < 2 else {
            throw origin.damage("in C order", "in Fortran order, in which scikit-learn cannot learn on")
        }
        shape = header.shape
        switch header.kind {
        case "f": content = .reals(try reals() ?? Coefficients(Self.copy(body)))
        case "i" where header.itemSize == 8: content = .integers(Self.copy(body))
        case "b": content = .bools((0..<body.byteCount).map { body.number(UInt8.self, at: $0) != 0 })
        case "i", "u": content = .integers(Self.integers(body, header))
        default: content = .texts(try Self.texts(body, header, count, origin))
        }
    }

    private static func copy<Number: BitwiseCopyable>(_ body: RawSpan) -> [Number] {
        let count = body.byteCount / MemoryLayout<Number>.stride
        return unsafe body.withUnsafeBytes { bytes in
            unsafe [Number](unsafeUninitializedCapacity: count) { numbers, initialized in
                unsafe UnsafeMutableRawBufferPointer(numbers).copyMemory(from: bytes)
                initialized = count
            }
        }
    }

    private static func integers(_ body: RawSpan, _ header: NumPyHeader) -> [Int64] {
        stride(from: 0, to: body.byteCount, by: header.itemSize).map { offset in
            switch (header.kind, header.itemSize) {
            case ("u", 1): Int64(body.number(UInt8.self, at: offset))
            case ("u", 2): Int64(body.number(UInt16.self, at: offset))
            case ("u", _): Int64(body.number(UInt32.self, at: offset))
            case (_, 1): Int64(body.number(Int8.self, at: offset))
            case (_, 2): Int64(body.number(Int16.self, at: offset))
            default: Int64(body.number(Int32.self, at: offset))
            }
        }
    }

    private static func texts(
        _ body: RawSpan, _ header: NumPyHeader, _ count: Int, _ origin: NumPyHeader.Origin
    ) throws(ModelFileError) -> [String] {
        // Texts without a character take no bytes, so that any number of them would fit.
        guard count <= SavedModel.mostClasses else {
            throw origin.damage("at most \(SavedModel.mostClasses) texts", "\(count)")
        }
        var texts: [String] = []
        for index in 0..<count {
            var text = String.UnicodeScalarView()
            let start = index * header.itemSize
            var values = stride(from: start, to: start + header.itemSize, by: 4).map {
                body.number(UInt32.self, at: $0)
            }
            while values.last == 0 { values.removeLast() }
            for value in values {
                guard let scalar = Unicode.Scalar(value) else {
                    throw origin.damage("of Unicode scalars", "\(value) in element \(index)")
                }
                text.append(scalar)
            }
            texts.append(String(text))
        }
        return texts
    }
}

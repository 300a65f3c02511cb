import Learning
import Values

/// Takes a classifier's arrays out of a file whose header has been checked.
struct TensorReader {
    let header: SafetensorsHeader
    let path: String

    /// The number of columns, as the shape of `coef_` has it.
    func columns() throws(ModelFileError) -> Int {
        let tensor = try tensor("coef_", dtype: "F64")
        guard tensor.shape.count == 2 else { throw damage("coef_", "of two axes", "of shape \(tensor.shape)") }
        guard (1...Int(Int32.max)).contains(tensor.shape[1]) else {
            throw damage("coef_", "1 to \(Int32.max) columns wide", "\(tensor.shape[1]) wide")
        }
        return tensor.shape[1]
    }

    /// Checks that there are the tensors of these arrays, and no others.
    func checkNames(_ arrays: [LearnedArray], hasIntegerClasses: Bool) throws(ModelFileError) {
        var names = Set(arrays.filter { $0.alias == nil }.map(\.name.rawValue))
        names.insert("t_")
        if hasIntegerClasses { names.insert("classes_") }
        if let other = header.tensors.keys.filter({ !names.contains($0) }).min() {
            throw damage(other, "absent, as the settings have it", "there")
        }
    }

    /// The numbers of a tensor of whole numbers with one axis.
    func integers(_ name: String, in file: FileReader) throws(ModelFileError) -> [Int64] {
        let tensor = try tensor(name, dtype: "I64")
        guard tensor.shape.count == 1, tensor.shape[0] <= tensor.range.count else {
            throw damage(name, "of one axis", "of shape \(tensor.shape)")
        }
        try check(name, tensor, shape: [tensor.shape[0]])
        return try file.read(tensor.range)
    }

    /// The numbers of a tensor of reals that must have the given shape.
    func reals(_ name: String, shape: [Int], in file: FileReader) throws(ModelFileError) -> [Double] {
        let tensor = try tensor(name, dtype: "F64")
        try check(name, tensor, shape: shape)
        return try file.read(tensor.range)
    }

    /// The numbers of a tensor of weights that must have the given shape, which are read once they are wanted.
    func weights(_ name: String, shape: [Int], in file: FileReader) throws(ModelFileError) -> ArrivingNumbers {
        let tensor = try tensor(name, dtype: "F64")
        try check(name, tensor, shape: shape)
        return file.numbers(tensor.range)
    }

    /// The tensor of a name, with its kind checked.
    func tensor(_ name: String, dtype: String) throws(ModelFileError) -> SafetensorsHeader.Tensor {
        guard let tensor = header.tensors[name] else {
            throw .damaged(
                ModelFileError.Damage(
                    path: path, byteOffset: SafetensorsHeader.prefixLength, field: "the header",
                    expected: "with the tensor \(name)", actual: "without it"))
        }
        guard tensor.dtype == dtype else { throw damage(name, "of \(dtype)", "of \(tensor.dtype.prefix(40))") }
        return tensor
    }

    /// The error that a tensor is not what it must be.
    func damage(_ name: String, _ expected: String, _ actual: String) -> ModelFileError {
        .damaged(
            ModelFileError.Damage(
                path: path, byteOffset: header.tensors[name]?.offset, field: String(name.prefix(40)),
                expected: expected, actual: actual))
    }

    private func check(
        _ name: String, _ tensor: SafetensorsHeader.Tensor, shape: [Int]
    ) throws(ModelFileError) {
        guard tensor.shape == shape else { throw damage(name, "of shape \(shape)", "of shape \(tensor.shape)") }
        var byteCount = 8
        for length in shape {
            let (product, overflows) = byteCount.multipliedReportingOverflow(by: length)
            guard !overflows else { throw damage(name, "of a shape that fits the file", "of shape \(shape)") }
            byteCount = product
        }
        guard byteCount == tensor.range.count else {
            throw damage(name, "\(byteCount) bytes long", "\(tensor.range.count) bytes long")
        }
    }
}

import Learning
import Values

/// A tensor on its way into a file.
struct StoredTensor {
    /// The name.
    var name: String
    /// The length along each axis; none for a single number.
    var shape: [Int]
    /// The numbers, row after row.
    var content: Content

    /// The numbers of a tensor; each takes eight bytes.
    enum Content {
        /// Of binary64.
        case reals(Coefficients)
        /// Of 64 bits.
        case integers([Int64])
    }

    /// How safetensors calls the kind of number.
    var dtype: String {
        switch content {
        case .reals: "F64"
        case .integers: "I64"
        }
    }

    /// The bytes that the numbers take.
    var byteCount: Int { 8 * shape.reduce(1, *) }
}

extension SGDClassifierState {
    /// Everything learned that is stored as tensors, in the order of the file.
    var storedTensors: [StoredTensor] {
        var tensors = [StoredTensor(name: "t_", shape: [], content: .reals(Coefficients([t])))]
        if let classes = integerClasses {
            tensors.append(StoredTensor(name: "classes_", shape: [classes.count], content: .integers(classes)))
        }
        for array in learnedArrays where array.alias == nil {
            let numbers = numbers(of: array.name)
            tensors.append(StoredTensor(name: array.name.rawValue, shape: array.shape, content: .reals(numbers)))
        }
        return tensors
    }

    /// The classes as whole numbers; `nil` where any is a text, or they are truth values.
    var integerClasses: [Int64]? {
        guard !hasBoolClasses else { return nil }
        let integers = classes.compactMap { label -> Int64? in
            guard case .integer(let value) = label else { return nil }
            return value
        }
        return integers.count == classes.count ? integers : nil
    }
}

extension [Label] {
    /// The index of a label among ascending ones, each of which occurs once; `nil` where it is none of them.
    ///
    /// - Complexity: O(log *k*) comparisons for *k* labels; for as few as there usually are, less than a hash.
    package func ascendingIndex(of label: Label) -> Int? {
        var range = indices
        while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
            if self[middle] == label { return middle }
            range = self[middle] < label ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }
}

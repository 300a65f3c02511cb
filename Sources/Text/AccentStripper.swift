import Foundation

/// Taking accents off: each scalar becomes what its NFKD form leaves after marks or non-ASCII scalars are dropped.
///
/// NFKD is each scalar's own decomposition followed by a reordering of marks. Both ways of stripping drop every mark,
/// or keep none that reordering could move, so decomposing scalar by scalar gives the same text. What a scalar leaves
/// is remembered, since a text uses few different ones.
struct AccentStripper: Sendable {
    /// What is dropped.
    let kind: StripAccents
    /// What each scalar met so far leaves, as scalars.
    private var remains: [UInt32: [UInt32]] = [:]

    init(_ kind: StripAccents) {
        self.kind = kind
    }

    /// Writes `text` without accents over `output`, which grows as needed and never shrinks, and returns its length.
    ///
    /// - Complexity: O(*n*) in the bytes of `text`, plus one decomposition for each scalar not met before.
    mutating func strip(_ text: Span<UInt8>, into output: inout [UInt8]) -> Int {
        var end = 0
        var index = 0
        output.grow(to: text.count)
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            index += length
            let left = scalar < 0x80 ? nil : remainder(of: scalar)
            // The longest decomposition has 18 scalars; what follows needs at most its own length, or grows again.
            output.grow(to: end + 4 * (left?.count ?? 1) + text.count - index)
            var bytes = output.mutableSpan
            if let left {
                for scalar in left { bytes.write(scalar, at: &end) }
            } else {
                bytes.write(scalar, at: &end)
            }
        }
        return end
    }

    private mutating func remainder(of scalar: UInt32) -> [UInt32] {
        if let known = remains[scalar] { return known }
        let left = decomposition(of: scalar).filter { part in
            switch kind {
            case .ascii: part < 0x80
            case .unicode:
                CharacterClasses.knownProperties(part)?.canonicalCombiningClass ?? .notReordered == .notReordered
            }
        }
        remains[scalar] = left
        return left
    }

    private func decomposition(of scalar: UInt32) -> [UInt32] {
        guard CharacterClasses.knownProperties(scalar) != nil, let known = Unicode.Scalar(scalar) else {
            return [scalar]
        }
        return String(known).decomposedStringWithCompatibilityMapping.unicodeScalars.map(\.value)
    }
}

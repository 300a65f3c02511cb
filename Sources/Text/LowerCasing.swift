import CText
import Values

/// Lower-casing as Python's `str.lower` does it: by scalar, without a locale.
///
/// Two scalars are special. U+0130 becomes two scalars, and U+03A3 becomes the final form U+03C2 where Unicode's
/// Final_Sigma condition holds. Lower-casing twice is the same as once.
enum LowerCasing {
    /// Writes `text` lower-cased over `output`, which grows as needed and never shrinks, and returns its length.
    ///
    /// - Complexity: O(*n*) in the bytes of `text`.
    static func lowercase(
        _ text: Span<UInt8>, into output: inout [UInt8],
        instructions: text_instructions = WordBorders.bestInstructions
    ) -> Int {
        // U+023A, of two bytes, has a lower-case form of three; none grows more.
        output.grow(to: text.count + text.count / 2 + 4)
        if lowercaseASCII(text, into: &output, instructions) { return text.count }
        var bytes = output.mutableSpan
        guard let first = text.firstBeyondASCII(from: 0), !lowercaseInPlace(&bytes, of: text, from: first) else {
            return text.count
        }
        var index = 0
        var end = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                bytes[end] = lowercase(ascii: byte)
                index += 1
                end += 1
                continue
            }
            let (scalar, length) = text.scalar(at: index)
            switch scalar {
            case 0x130:
                bytes.write(0x69, at: &end)
                bytes.write(0x307, at: &end)
            case 0x3A3: bytes.write(isFinalSigma(at: index, in: text) ? 0x3C2 : 0x3C3, at: &end)
            default: bytes.write(lowercase(scalar), at: &end)
            }
            index += length
        }
        return end
    }

    /// Copies `text` with its ASCII letters lower-cased, and says whether it has no others than ASCII.
    private static func lowercaseASCII(
        _ text: Span<UInt8>, into output: inout [UInt8], _ instructions: text_instructions
    ) -> Bool {
        unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe text_lowercase(
                    text.baseAddress, text.count, output.baseAddress, instructions)
            }
        }
    }

    /// Lower-cases the scalars beyond ASCII in a copy of `text` in which the others are lower-cased, as long as each takes
    /// as many bytes as before and none depends on its neighbours; `false` at the first other.
    private static func lowercaseInPlace(
        _ bytes: inout MutableSpan<UInt8>, of text: Span<UInt8>, from first: Int
    ) -> Bool {
        var next: Int? = first
        while let index = next {
            let (scalar, length) = text.scalar(at: index)
            let lowered = lowercase(scalar)
            if lowered != scalar || scalar == 0x130 || scalar == 0x3A3 {
                guard lowered.utf8Count == length, scalar != 0x130, scalar != 0x3A3 else { return false }
                var end = index
                bytes.write(lowered, at: &end)
            }
            next = text.firstBeyondASCII(from: index + length)
        }
        return true
    }

    @inline(__always)
    private static func lowercase(ascii byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// The simple lower-case form of `scalar`, which is not U+0130.
    static func lowercase(_ scalar: UInt32) -> UInt32 {
        let (blocks, steps) = lowerCaseSteps
        guard scalar >> 8 < blocks.count else { return scalar }
        return scalar &+ steps[Int(blocks[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
    }

    /// Unicode's Final_Sigma for the U+03A3 at `index`: cased letters before it and none after it, where
    /// case-ignorable scalars between are skipped.
    ///
    /// The scalars skipped lie between this sigma and its neighbours, so a text of many sigmas is still read only a
    /// fixed number of times.
    private static func isFinalSigma(at index: Int, in text: Span<UInt8>) -> Bool {
        var before = index
        var isCasedBefore = false
        while before > 0 {
            let (scalar, start) = text.scalar(before: before)
            if !isCaseIgnorable(scalar) {
                isCasedBefore = isCased(scalar)
                break
            }
            before = start
        }
        guard isCasedBefore else { return false }
        var after = index + 2
        while after < text.count {
            let (scalar, length) = text.scalar(at: after)
            if !isCaseIgnorable(scalar) { return !isCased(scalar) }
            after += length
        }
        return true
    }

    // Two scalars have other properties in later versions of Unicode than in 14.0: U+0295 was a cased letter, and
    // U+1171E a nonspacing mark, which is ignored.

    private static func isCased(_ scalar: UInt32) -> Bool {
        if scalar == 0x295 { return true }
        return CharacterClasses.knownProperties(scalar)?.isCased ?? false
    }

    private static func isCaseIgnorable(_ scalar: UInt32) -> Bool {
        if scalar == 0x1171E { return true }
        return CharacterClasses.knownProperties(scalar)?.isCaseIgnorable ?? false
    }

    /// What is added to a scalar for its lower-case form, in blocks of 256 scalars of which most are the first: all zeros.
    private static let lowerCaseSteps: (blocks: [UInt8], steps: [UInt32]) = {
        var blocks = [UInt8](repeating: 0, count: 0x1EA)
        var steps = [UInt32](repeating: 0, count: 256)
        UnicodeRanges.forEach(of: UnicodeRanges.lowerCase) { range in
            for scalar in stride(from: range.first, through: range.last, by: range.step) {
                if blocks[scalar >> 8] == 0 {
                    blocks[scalar >> 8] = UInt8(steps.count >> 8)
                    steps.append(contentsOf: repeatElement(0, count: 256))
                }
                steps[Int(blocks[scalar >> 8]) << 8 | scalar & 0xFF] = UInt32(truncatingIfNeeded: range.delta)
            }
        }
        return (blocks, steps)
    }()
}

extension Span where Element == UInt8 {
    /// The scalar that begins at `index` and the number of its bytes; the span must be valid UTF-8.
    @inline(__always)
    func scalar(at index: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(self[index])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(self[index + 1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(self[index + 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        let fourth = UInt32(self[index + 3] & 0x3F)
        return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
    }

    /// The scalar that ends before `index` and where it begins; the span must be valid UTF-8 and `index` positive.
    func scalar(before index: Int) -> (value: UInt32, start: Int) {
        var start = index - 1
        while self[start] & 0xC0 == 0x80 { start -= 1 }
        return (scalar(at: start).value, start)
    }

    /// Whether at least `minimum` scalars begin between two places.
    func hasScalars(_ minimum: Int, from start: Int, to end: Int) -> Bool {
        var count = 0
        for index in start..<end where self[index] & 0xC0 != 0x80 { count += 1 }
        return count >= minimum
    }

    /// Whether the bytes are those of `other`.
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}

extension UInt32 {
    /// How many bytes the scalar of this value has in UTF-8.
    var utf8Count: Int { self < 0x80 ? 1 : self < 0x800 ? 2 : self < 0x10000 ? 3 : 4 }
}

extension MutableSpan where Element == UInt8 {
    /// Writes the UTF-8 form of `scalar` at `end` and moves `end` behind it.
    @inline(__always)
    mutating func write(_ scalar: UInt32, at end: inout Int) {
        if scalar < 0x80 {
            self[end] = UInt8(truncatingIfNeeded: scalar)
            end += 1
            return
        }
        if scalar < 0x800 {
            self[end] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            end += 1
        } else {
            if scalar < 0x10000 {
                self[end] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            } else {
                self[end] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
                end += 1
                self[end] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
            }
            end += 1
            self[end] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            end += 1
        }
        self[end] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
        end += 1
    }
}

extension Array where Element: FixedWidthInteger {
    /// Makes the array at least `count` bytes long, so that a kernel can write into it through a span.
    mutating func grow(to count: Int) {
        if self.count < count {
            append(contentsOf: repeatElement(0, count: Swift.max(count, 2 * self.count) - self.count))
        }
    }
}

import Foundation
import Values

extension Axis {
    /// A number that an axis names.
    package struct Tick: Hashable, Sendable {
        /// The number.
        package var value: Double
        /// The number as it is written: `0.85`, `12,000`.
        package var label: String
    }

    /// The numbers that the axis names, at most `most` of them where that is 2 or more, ascending.
    ///
    /// They are multiples of 1, 2 or 5 times a power of 10; on a logarithmic axis those numbers themselves, or powers of
    /// 10 alone where there are many.
    package func ticks(most: Int) -> [Tick] {
        isLogarithmic ? logarithmicTicks(max(2, most)) : evenTicks(max(2, most))
    }

    private func evenTicks(_ most: Int) -> [Tick] {
        var step = NiceStep(atLeast: (range.upperBound - range.lowerBound) / Double(most - 1))
        func multiples() -> ClosedRange<Double>? {
            let first = (range.lowerBound / step.size - 1e-9).rounded(.up)
            let last = (range.upperBound / step.size + 1e-9).rounded(.down)
            return first <= last ? first...last : nil
        }
        while let found = multiples(), found.upperBound - found.lowerBound >= Double(most) {
            step = NiceStep(atLeast: step.size * 1.5)
        }
        guard let found = multiples() else { return [] }
        return stride(from: found.lowerBound, through: found.upperBound, by: 1).map { multiple in
            let value = step.number(multiple)
            return Tick(value: value, label: Self.label(value, places: step.places))
        }
    }

    private func logarithmicTicks(_ most: Int) -> [Tick] {
        let powers = -15...16
        func ticks(_ factors: [Int], every: Int = 1) -> [NiceStep] {
            powers.filter { $0.isMultiple(of: every) }
                .flatMap { power in factors.map { NiceStep(power: power, factor: $0) } }
                .filter { range.contains($0.size) }
        }
        let choices = [ticks([1, 2, 5])] + (1...16).map { ticks([1], every: $0) }
        let chosen = choices.first { $0.count <= most } ?? []
        return chosen.map { Tick(value: $0.size, label: Self.label($0.size, places: $0.places)) }
    }

    private static func label(_ value: Double, places: Int) -> String {
        if places == 0, let whole = Int(exactly: value.rounded()) { return Numerals.grouped(whole) }
        return Numerals.decimal(value, places: places)
    }
}

import Foundation

/// A scale of numbers with its title.
package struct Axis: Hashable, Sendable {
    /// What the numbers are, with their unit.
    package let title: String
    /// The numbers from one end to the other.
    package let range: ClosedRange<Double>
    /// Whether equal steps multiply, and do not add.
    package let isLogarithmic: Bool

    /// The largest number, and minus the smallest, that an axis shows.
    package static let most = 1e15

    /// An axis on which all `values` have a place, with ends at numbers that are easily read.
    ///
    /// Values that have no place are left out: those that are not finite or beyond ``most`` and, with `isLogarithmic`, those
    /// that are not above 0.
    package init(_ title: String, covering values: [Double], isLogarithmic: Bool = false) {
        self.title = title
        self.isLogarithmic = isLogarithmic
        let shown = values.filter { Self.shows($0, isLogarithmic: isLogarithmic) }
        guard let least = shown.min(), let greatest = shown.max() else {
            range = isLogarithmic ? 1...10 : 0...1
            return
        }
        range = isLogarithmic ? Self.decades(least, greatest) : Self.rounded(least, greatest)
    }

    private static func shows(_ value: Double, isLogarithmic: Bool) -> Bool {
        value.isFinite && abs(value) <= most && (!isLogarithmic || value >= 1 / most)
    }

    /// Whether a number has a place on the axis.
    package func shows(_ value: Double) -> Bool {
        Self.shows(value, isLogarithmic: isLogarithmic) && range.contains(value)
    }

    /// Where a number lies, from 0 at one end to 1 at the other; what lies beyond an end is put there.
    package func position(of value: Double) -> Double {
        func scaled(_ value: Double) -> Double { isLogarithmic ? log10(max(value, 1 / Self.most)) : value }
        let (least, greatest) = (scaled(range.lowerBound), scaled(range.upperBound))
        let position = (scaled(value) - least) / (greatest - least)
        return position.isFinite ? min(1, max(0, position)) : 0
    }

    /// The ends of an axis: the nearest multiples of a step of which it has about ten.
    private static func rounded(_ least: Double, _ greatest: Double) -> ClosedRange<Double> {
        guard greatest - least > max(abs(least), abs(greatest)) * 1e-9, greatest - least > 1e-12 else {
            if least == 0, greatest == 0 { return 0...1 }
            let step = NiceStep(atLeast: max(abs(least) / 10, 1e-9))
            let nearest = (least / step.size).rounded()
            return step.number(nearest - 1)...step.number(nearest + 1)
        }
        let step = NiceStep(atLeast: (greatest - least) / 10)
        // An end that is a tick but for rounding is that tick.
        let first = (least / step.size + 1e-9).rounded(.down)
        let last = (greatest / step.size - 1e-9).rounded(.up)
        return step.number(first)...step.number(last)
    }

    /// The ends of a logarithmic axis: the nearest of 1, 2, 5 times a power of 10 around both values.
    private static func decades(_ least: Double, _ greatest: Double) -> ClosedRange<Double> {
        let all = (-15...16).flatMap { power in [1, 2, 5].map { NiceStep(power: power, factor: $0).size } }
        let first = all.last { $0 <= least } ?? all[0]
        let last = all.first { $0 >= greatest && $0 > first } ?? all[all.count - 1]
        return first...last
    }
}

/// 1, 2 or 5 times a power of 10.
struct NiceStep: Hashable, Sendable {
    let power: Int
    let factor: Int

    init(power: Int, factor: Int) {
        (self.power, self.factor) = (power, factor)
    }

    /// The smallest step that is not smaller than `size`, above 0.
    init(atLeast size: Double) {
        let power = Int(log10(size).rounded(.down))
        let scale = Self.power(power)
        // A hair more, so that rounding makes no step larger than it need be.
        let factor = [1, 2, 5].first { Double($0) * scale >= size * (1 - 1e-9) }
        self.init(power: factor == nil ? power + 1 : power, factor: factor ?? 1)
    }

    var size: Double { number(1) }

    /// How many decimals its multiples have.
    var places: Int { max(0, -power) }

    /// A multiple of the step, the double that is nearest to its decimals.
    func number(_ multiple: Double) -> Double {
        let digits = multiple * Double(factor)
        return power < 0 ? digits / Self.power(-power) : digits * Self.power(power)
    }

    private static func power(_ power: Int) -> Double { pow(10, Double(power)) }
}

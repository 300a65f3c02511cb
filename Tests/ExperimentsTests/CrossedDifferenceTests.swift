import Experiments
import Foundation
import RandomNumbers
import Testing

/// The test of two arms over replicates and documents, against its definition and by simulation.
@Suite struct CrossedDifferenceTests {
    private static func rows(_ texts: [String]) -> [[Bool]] {
        texts.map { $0.map { $0 == "1" } }
    }

    @Test("comes to what the formulas say, computed elsewhere by definition")
    func byDefinition() {
        let negative = CrossedDifference(
            Self.rows(["11111111", "11111011", "10110101"]), Self.rows(["11101001", "01110110", "11001000"]))
        #expect(abs(negative.mean - 0.2916666666666667) < 1e-15)
        #expect(abs(negative.standardError - 0.11679414803778919) < 1e-15)
        #expect(negative.degrees == 2)
        let positive = CrossedDifference(
            Self.rows(["1110010001", "1111111110", "0010110001"]),
            Self.rows(["1101010100", "1101011000", "1100111101"]))
        #expect(abs(positive.mean - 0.03333333333333333) < 1e-15)
        #expect(abs(positive.standardError - 0.23013683530231088) < 1e-15)
        #expect(abs(positive.degrees - 3.12389245340666) < 1e-12)
    }

    @Test("knows one replicate's documents only, and nothing of equal arms")
    func edges() {
        let one = CrossedDifference(Self.rows(["11111111"]), Self.rows(["11101001"]))
        #expect(abs(one.standardError - 0.18298126367784998) < 1e-15)
        #expect(one.degrees == 7)
        let same = CrossedDifference(Self.rows(["1100", "1010"]), Self.rows(["1100", "1010"]))
        #expect(same.pValue == 1 && same.interval() == 0...0)
        let always = CrossedDifference(Self.rows(["11", "11"]), Self.rows(["00", "00"]))
        #expect(always.mean == 1 && always.pValue == 0 && always.interval() == 1...1)
    }

    /// Two arms whose rights depend on the document, the replicate and chance.
    private struct World {
        var generator: MersenneTwister
        /// How far the arms lie apart, in the units of the latent score.
        var effect: Double

        mutating func normal() -> Double {
            let (u, v) = (Double(generator.next()) + 1, Double(generator.next()))
            return (-2 * log(u / 4_294_967_297)).squareRoot() * cos(2 * .pi * v / 4_294_967_296)
        }

        /// The rights of both arms; `spread` is what a replicate moves an arm by, `own` what a document does to one arm.
        mutating func draw(replicates: Int, documents: Int, spread: Double, own: Double) -> ([[Bool]], [[Bool]]) {
            let hardness = (0..<documents).map { _ in 1 + normal() }
            let tastes = (0..<2).map { _ in (0..<documents).map { _ in own * normal() } }
            func arm(_ index: Int) -> [[Bool]] {
                (0..<replicates).map { _ in
                    let level = (index == 0 ? effect : 0) + spread * normal()
                    return (0..<documents).map { hardness[$0] + tastes[index][$0] + level + 0.3 * normal() > 0 }
                }
            }
            return (arm(0), arm(1))
        }
    }

    @Test(
        "covers the truth about as often as it says, and finds no difference where there is none",
        arguments: [(3, 60, 0.2, 0.3), (5, 100, 0.05, 0.5), (10, 40, 0.4, 0.2), (4, 200, 0.1, 0.3)])
    func coverage(replicates: Int, documents: Int, spread: Double, own: Double) {
        var world = World(generator: MersenneTwister(seed: 20), effect: 0)
        let trials = 400
        var (covered, alarms) = (0, 0)
        for _ in 0..<trials {
            let (a, b) = world.draw(replicates: replicates, documents: documents, spread: spread, own: own)
            let difference = CrossedDifference(a, b)
            if difference.interval().contains(0) { covered += 1 }
            if difference.pValue < 0.05 { alarms += 1 }
        }
        // Both arms are alike, so the true difference is 0. Two standard errors of 400 trials are 2.2 points.
        let coverage = Double(covered) / Double(trials)
        #expect(coverage > 0.925, "\(coverage)")
        #expect(Double(alarms) / Double(trials) < 0.075)
        #expect(covered + alarms == trials)
    }

    @Test("finds a difference that is there, and says how many documents would settle one that is not yet")
    func power() throws {
        var world = World(generator: MersenneTwister(seed: 3), effect: 0.8)
        let (a, b) = world.draw(replicates: 5, documents: 400, spread: 0.02, own: 0.3)
        let clear = CrossedDifference(a, b)
        #expect(clear.pValue < 0.001 && clear.mean > 0.05)
    }

    /// The same documents several times over: the mean stays, and so do the variances, nearly.
    private static func times(_ factor: Int, _ rights: [[Bool]]) -> [[Bool]] {
        rights.map { row in (0..<factor).flatMap { _ in row } }
    }

    @Test("says how many documents would settle what is not settled", arguments: [1, 5], [0, 0.3])
    func settling(replicates: Int, effect: Double) throws {
        var world = World(generator: MersenneTwister(seed: 5), effect: effect)
        // Replicates that are all alike, since the differences of others would stay, too.
        let (one, other) = world.draw(replicates: 1, documents: 100, spread: 0, own: 0.3)
        let (a, b) = (Array(repeating: one[0], count: replicates), Array(repeating: other[0], count: replicates))
        let margin = 0.01
        func isSettled(_ factor: Int, comparisons: Int) -> Bool {
            let difference = CrossedDifference(Self.times(factor, a), Self.times(factor, b))
            let interval = difference.interval(0.9)
            return Double(comparisons) * difference.pValue < 0.05
                || (interval.lowerBound > -margin && interval.upperBound < margin)
        }
        for comparisons in [1, 11] {
            let open = CrossedDifference(a, b)
            let needed = try #require(open.documentsToSettle(margin: margin, comparisons: comparisons))
            #expect(needed > 100)
            #expect(isSettled(needed / 100 + 2, comparisons: comparisons), "\(needed)")
            // Unless it is settled by the very next document.
            if needed > 300 { #expect(!isSettled(needed / 100 - 1, comparisons: comparisons), "\(needed)") }
        }
    }
}

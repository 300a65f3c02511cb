import Plots
import Testing

@Suite struct AxisTests {
    @Test(
        arguments: [
            ([0.4, 0.77], 0.4...0.8, 5, ["0.4", "0.5", "0.6", "0.7", "0.8"]),
            ([-2.7, 4.04], -3...5, 6, ["-2", "0", "2", "4"]),
            ([0, 20_000], 0...20_000, 5, ["0", "5,000", "10,000", "15,000", "20,000"]),
            (
                [0.861, 0.864], 0.861...0.864, 8,
                ["0.8610", "0.8615", "0.8620", "0.8625", "0.8630", "0.8635", "0.8640"]
            ),
            ([7, 7], 6...8, 3, ["6", "7", "8"]),
            ([0, 0], 0...1, 3, ["0.0", "0.5", "1.0"]),
            ([.infinity, .nan, 1e300], 0...1, 3, ["0.0", "0.5", "1.0"]),
        ] as [([Double], ClosedRange<Double>, Int, [String])])
    func `ends and ticks are numbers that are easily read`(
        values: [Double], range: ClosedRange<Double>, most: Int, labels: [String]
    ) {
        let axis = Axis("", covering: values)
        #expect(axis.range == range)
        #expect(axis.ticks(most: most).map(\.label) == labels)
    }

    @Test func `ticks are the doubles of their decimals`() {
        let ticks = Axis("", covering: [0, 1]).ticks(most: 11).map(\.value)
        #expect(ticks == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    }

    @Test(arguments: 2...12, [[0.0, 1], [-3, 8.1], [1e-9, 2e-9], [12_345, 67_890], [-1e15, 1e15]])
    func `no axis has more ticks than it is asked for, and all lie on it`(most: Int, values: [Double]) {
        let axis = Axis("", covering: values)
        let ticks = axis.ticks(most: most)
        #expect(ticks.count <= most)
        #expect(ticks.allSatisfy { axis.shows($0.value) })
        #expect(values.allSatisfy { axis.shows($0) })
    }

    @Test(
        arguments: [
            ([1, 900], 12, ["1", "2", "5", "10", "20", "50", "100", "200", "500", "1,000"]),
            ([1, 900], 5, ["1", "10", "100", "1,000"]),
            ([0.03, 2.5], 9, ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5"]),
            ([0, -5], 3, ["1", "10"]),
        ] as [([Double], Int, [String])])
    func `a logarithmic axis names 1, 2 and 5 times powers of 10`(values: [Double], most: Int, labels: [String]) {
        #expect(Axis("", covering: values, isLogarithmic: true).ticks(most: most).map(\.label) == labels)
    }

    @Test func `what lies beyond an end is put there`() {
        let axis = Axis("", covering: [0, 10])
        #expect([-5, 0, 5, 10, 99].map { axis.position(of: $0) } == [0, 0, 0.5, 1, 1])
        #expect(axis.position(of: .nan) == 0)
    }
}

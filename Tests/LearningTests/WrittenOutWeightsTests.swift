import Features
import Learning
import Testing
import Values

@Suite("Weights as they were taken up")
struct WrittenOutWeightsTests {
    private static let columns = 20_000

    /// A classifier that has learned, and the same taken up from its weights written out.
    private func pair(classes: Int, average: Int, penalty: Penalty? = .l2) throws -> (SGDClassifier, SGDClassifier) {
        var settings = SGDClassifierSettings()
        (settings.average, settings.penalty) = (average, penalty)
        let classes = (0..<classes).map { Label.integer(Int64($0)) }
        var learned = try SGDClassifier(settings: settings, classes: classes, nFeatures: Self.columns)
        try learned.partialFit(rows(seed: 1, classes), labels: labels(classes))
        return (learned, try SGDClassifier(restoring: writtenOut(learned.state)))
    }

    private func writtenOut(_ state: SGDClassifierState) -> SGDClassifierState {
        var state = state
        state.coef = Coefficients(state.coef.numbers)
        if let averages = state.averages {
            state.averages?.standardCoef = Coefficients(averages.standardCoef.numbers)
            state.averages?.averageCoef = Coefficients(averages.averageCoef.numbers)
        }
        return state
    }

    /// Rows whose columns lie in several pieces of 8192, at the borders too.
    private func rows(seed: Int, _ classes: [Label]) -> SparseBatch {
        var batch = SparseBatch(nFeatures: Self.columns)
        for row in 0..<30 {
            let columns = [0, 8191, 8192, 16_383, 16_384, Self.columns - 1, (row * 977 * seed) % 8000 + 1]
            batch.append(
                columns: columns.map { Int32($0) },
                values: columns.map { Double((row + $0 * seed) % 11) / 8 - 0.5 })
        }
        return batch
    }

    private func labels(_ classes: [Label]) -> [Label] { (0..<30).map { classes[$0 * $0 % classes.count] } }

    @Test("they predict to the last bit as those of the columns alone", arguments: [2, 3], [0, 1, 20, 100])
    func predictions(classes: Int, average: Int) throws {
        let (learned, takenUp) = try pair(classes: classes, average: average)
        let rows = rows(seed: 3, learned.classes)
        #expect(bits(takenUp.decisionFunction(rows)) == bits(learned.decisionFunction(rows)))
        #expect(takenUp.predict(rows) == learned.predict(rows))
        for column in [0, 5, 8191, 8192, Int32(Self.columns - 1)] as [Int32] {
            #expect(bits(takenUp.weights(ofColumn: column)) == bits(learned.weights(ofColumn: column)))
        }
        #expect(takenUp.nonzeroWeights == learned.nonzeroWeights)
        #expect(bits(takenUp.coefficients) == bits(learned.coefficients))
        #expect(takenUp.largestWeightDifference(from: learned) == 0)
        var met: [Int32: String] = [:]
        takenUp.forEachColumn { column, weights in met[column] = bits(weights) }
        learned.forEachColumn { column, weights in
            let known = met.removeValue(forKey: column)
            #expect(known == nil && weights.allSatisfy { $0 == 0 } || known == bits(weights))
        }
        #expect(met.isEmpty)
    }

    @Test("they learn on to the last bit as those of the columns alone", arguments: [2, 3], [0, 1, 20, 100])
    func learning(classes: Int, average: Int) throws {
        for penalty in [nil, Penalty.l1, .l2, .elasticnet] {
            var (learned, takenUp) = try pair(classes: classes, average: average, penalty: penalty)
            let before = takenUp
            for seed in 4..<8 {
                try learned.partialFit(rows(seed: seed, learned.classes), labels: labels(learned.classes))
                try takenUp.partialFit(rows(seed: seed, learned.classes), labels: labels(learned.classes))
            }
            #expect(takenUp.state == learned.state)
            #expect(bits(takenUp.coefficients) == bits(learned.coefficients))
            // The copy that did not learn is as it was.
            #expect(before.t == 31)
            #expect(before.coefficients != takenUp.coefficients)
        }
    }

    @Test("other settings keep them")
    func otherSettings() throws {
        let (learned, takenUp) = try pair(classes: 2, average: 0)
        var settings = learned.settings
        settings.alpha = 0.01
        var (a, b) = (try learned.with(settings), try takenUp.with(settings))
        #expect(bits(a.coefficients) == bits(b.coefficients))
        try a.partialFit(rows(seed: 9, a.classes), labels: labels(a.classes))
        try b.partialFit(rows(seed: 9, a.classes), labels: labels(a.classes))
        #expect(bits(a.coefficients) == bits(b.coefficients))
    }
}

@Suite("Coefficients")
struct CoefficientsTests {
    @Test("pieces are the numbers in order", arguments: [1, 8191, 8192, 8193, 30_000])
    func pieces(columns: Int) throws {
        var classifier = try SGDClassifier(
            settings: .init(), classes: [.integer(0), .integer(1), .integer(2)], nFeatures: columns)
        var batch = SparseBatch(nFeatures: columns)
        let added: [Int32] = Set([Int32(columns - 1), Int32(columns / 2), 0]).sorted().reversed()
        batch.append(columns: added, values: added.map { Double($0) / 7 + 1 })
        try classifier.partialFit(batch, labels: [.integer(1)])
        let sparse = classifier.state.coef
        let arriving = unsafe Coefficients(
            ArrivingNumbers(count: sparse.count) { piece, start in
                for offset in stride(from: 0, to: piece.count, by: 8) {
                    unsafe piece.storeBytes(of: Double(start + offset), toByteOffset: offset, as: Double.self)
                }
            })
        let counted = Coefficients((0..<sparse.count).map { Double($0 * 8) })
        for coefficients in [sparse, Coefficients(sparse.numbers), arriving, counted] {
            var met: [Double] = []
            coefficients.forEachPiece { start, piece in
                #expect(start == met.count && piece.count <= 8192 && !piece.isEmpty)
                for index in piece.indices { met.append(piece[index]) }
            }
            #expect(bits(met) == bits(coefficients.numbers))
            #expect(coefficients.count == 3 * columns)
        }
        #expect(bits(arriving.numbers) == bits(counted.numbers))
        #expect(sparse == Coefficients(sparse.numbers))
        #expect(sparse != counted)
        #expect(sparse.nonzeroCount == sparse.numbers.count { $0 != 0 })
    }

    @Test(
        "numbers that are not finite are seen wherever they are", arguments: [Double.nan, -.nan, .infinity, -.infinity])
    func finite(number: Double) {
        for place in [0, 1, 6, 7, 63] {
            var numbers = [Double](repeating: -.greatestFiniteMagnitude, count: 64)
            #expect(Coefficients(numbers).isFinite)
            numbers[place] = number
            #expect(!Coefficients(numbers).isFinite)
        }
    }
}

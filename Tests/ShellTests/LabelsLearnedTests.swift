import Foundation
import Testing

/// How many documents of each label a model has learned, through the commands that make and change one.
@Suite struct LabelsLearnedTests {
    private let person: Person

    /// Reviews of three labels: every third is good, the others are bad but for each tenth, which is fair.
    private static let labels = (0..<120).map { $0 % 3 == 0 ? "good" : $0 % 10 == 1 ? "fair" : "bad" }

    private static func counts(_ ranges: Range<Int>...) -> [String: Int] {
        Dictionary(grouping: ranges.flatMap { labels[$0] }, by: \.self).mapValues(\.count)
    }

    init() throws {
        person = try Person()
        let rows = Self.labels.enumerated().map { "a \($1) film number \($0),\($1)\n" }
        try person.write("review,sentiment\n" + rows.joined(), to: "r.csv")
    }

    private func learned(_ path: String) throws -> [String: Int]? {
        let finished = try person.run(["inspect", path, "--mode", "json"])
        let cell = try JSONSerialization.jsonObject(with: Data(finished.output.utf8)) as? [String: Any]
        let result = try #require(cell?["result"] as? [String: Any], "\(finished)")
        guard let labels = result["labels_learned"] as? [[String: Any]] else {
            #expect(result["labels_learned"] is NSNull)
            return nil
        }
        let pairs = labels.map { ($0["label"] as? String ?? "", $0["documents"] as? Int ?? -1) }
        #expect(pairs.map(\.0) == (result["classes"] as? [String]))
        #expect(result["t"] as? Double == Double(pairs.reduce(1) { $0 + $1.1 }))
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func run(_ commands: String) throws {
        let finished = try person.run(["-c", commands])
        #expect(finished.status == 0, "\(finished)")
    }

    @Test(
        "every form of file keeps the count of what was fitted, taken back, updated and fitted on",
        arguments: [
            "safetensors", "pkl", "skops",
        ])
    func session(form: String) throws {
        try run(
            """
            vectorizer n_features=2**8; load r.csv --as r; fit r --rows :60 --batch-size 7 --epochs 2; partial-fit r; undo; \
            partial-fit r --rows 60:70; feedback open f.sqlite --create; feedback import r --rows 70:90; update; \
            export m.\(form)
            """)
        let first = Self.counts(0..<60, 0..<60, 60..<70, 70..<90)
        #expect(try learned("m.\(form)") == first)
        try run("partial-fit r.csv --rows 90: --model m.\(form); update --again --model m.\(form) --db f.sqlite")
        let both = Self.counts(0..<60, 0..<60, 60..<120, 70..<90)
        #expect(try learned("m.\(form)") == both)
        try run(
            """
            import m.\(form); feedback open g.sqlite --create; feedback import r.csv --rows :20; \
            compare batches --test r.csv --strategies fetchall --repeats 0; export n.\(form)
            """)
        #expect(try learned("n.\(form)") == both)
        for other in ["safetensors", "pkl", "skops"] { try run("import n.\(form); export o.\(other)") }
        for other in ["safetensors", "pkl", "skops"] { #expect(try learned("o.\(other)") == both) }
    }

    @Test("a whole set counts an epoch each time, and a file of before counts nothing")
    func wholeSetAndUnknown() throws {
        try run(
            "vectorizer n_features=2**8; classifier max_iter=4 tol=None; fit r.csv --rows :60 --whole-set; export m.pkl"
        )
        #expect(try learned("m.pkl") == Self.counts(0..<60, 0..<60, 0..<60, 0..<60))
        let golden = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../ModelFilesTests/Golden/three-classes-averaged.safetensors").standardizedFileURL.path
        #expect(try learned(golden) == nil)
    }
}

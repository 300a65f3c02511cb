import Foundation
import Testing
import Values

/// Pickles from strangers, given to the commands that take one.
@Suite struct PicklesTests {
    private let person: Person

    init() throws {
        person = try Person()
        let pickle = Array(
            "\u{80}\u{02}cos\nsystem\nX\u{0A}\0\0\0touch evil\u{85}R.".unicodeScalars.map { UInt8($0.value) })
        try Data(pickle).write(to: URL(fileURLWithPath: person.path("hostile.pkl")))
    }

    @Test("a person is shown what it would have done, then why it is refused")
    func text() throws {
        let finished = try person.run(["inspect", "hostile.pkl"])
        #expect(finished.status == 3)
        #expect(
            finished.output == """
                the pickle, of which nothing was executed:
                byte  opcode      argument
                   0  PROTO       2
                   2  GLOBAL      'os system'   refused
                  13  BINUNICODE  'touch evil'
                  28  TUPLE1
                  29  REDUCE
                  30  STOP
                byte  would import
                   2  os.system
                byte  by      would call  with
                  29  REDUCE  os.system   ('touch evil',)
                hostile.pkl is not safe to open: os.system at byte 2 is not among the names that a model is made of

                """)
        #expect(!FileManager.default.fileExists(atPath: person.path("evil")))
    }

    @Test("a program is given the same, and a script stops there")
    func json() throws {
        let finished = try person.run(["-c", "inspect hostile.pkl; mode", "--mode", "json"])
        #expect(finished.status == 3)
        let lines = finished.output.split(separator: "\n")
        #expect(lines.count == 1)
        let cell = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        let result = try #require(cell?["result"] as? [String: Any])
        let disassembly = try #require(result["disassembly"] as? [String: Any])
        #expect(result["safe"] as? Bool == false)
        #expect(
            (disassembly["opcodes"] as? [[String: Any]])?.compactMap { $0["byte_offset"] as? Int } == [
                0, 2, 13, 28, 29, 30,
            ])
        #expect((disassembly["globals"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["os.system"])
        #expect(
            (disassembly["calls"] as? [[String: Any]])?.compactMap { $0["arguments"] as? String } == ["('touch evil',)"]
        )
        #expect(disassembly["ending"] is NSNull)
    }

    @Test("what would fill the memory many times over is refused within a gigabyte of addresses")
    func bombs() throws {
        func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }
        func classifier(_ items: [UInt8]) -> [UInt8] {
            bytes("\u{80}\u{03}csklearn.linear_model._stochastic_gradient\nSGDClassifier\n)\u{81}}(") + items
                + bytes("ub.")
        }
        // Four megabytes of weights, as the state of a thousand arrays with the same name.
        let name = "X\u{05}\0\0\0coef_cnumpy\nndarray\nN\u{85}R(K\u{01}K\u{01}J\0\0\u{08}\0\u{86}"
        let type = "cnumpy\ndtype\n(X\u{02}\0\0\0f8\u{89}\u{88}tR(K\u{03}X\u{01}\0\0\0<NNNNNNtbq\u{05}"
        let first =
            bytes(name + type + "\u{89}B\0\0\u{40}\0") + [UInt8](repeating: 0, count: 1 << 22) + bytes("q\u{06}tb")
        let again = Array(repeatElement(bytes(name + "h\u{05}\u{89}h\u{06}tb"), count: 1000).joined())
        // Bytes of a megabyte of Latin-1, two thousand times.
        let encode =
            bytes("\u{80}\u{02}c_codecs\nencode\nq\0X\0\0\u{10}\0") + [UInt8](repeating: 0x61, count: 1 << 20)
            + bytes("X\u{06}\0\0\0latin1\u{86}q\u{01}")
            + Array(repeatElement(bytes("h\0h\u{01}R"), count: 2000).joined()) + bytes(".")
        let bombs: [(pickle: [UInt8], refusal: String)] = [
            (classifier(first + again), "coef_ should be named once"), (encode, "the end should be one value"),
        ]
        for (pickle, refusal) in bombs {
            try Data(pickle).write(to: URL(fileURLWithPath: person.path("bomb.pkl")))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "ulimit -v 1000000; exec \"$0\" import bomb.pkl", Person.refit]
            process.environment = person.environment
            process.currentDirectoryURL = URL(fileURLWithPath: person.folder)
            let pipe = Pipe()
            process.standardError = pipe
            try process.run()
            let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            #expect(String(decoding: data, as: UTF8.self).contains(refusal))
        }
    }

    @Test("the tutorial's stopwords.pkl is taken as stop words, and a hostile one is refused")
    func stopWords() throws {
        let words = "\u{80}\u{04}]\u{94}(\u{8C}\u{03}the\u{94}\u{8C}\u{01}a\u{94}e.".unicodeScalars.map {
            UInt8($0.value)
        }
        try Data(words).write(to: URL(fileURLWithPath: person.path("stopwords.pkl")))
        let taken = try person.run(["-c", "vectorizer stop_words=stopwords.pkl; tokens the cat ate a mouse"])
        #expect(taken.status == 0)
        #expect(taken.output.contains("stop_words=('a', 'the')"), "\(taken.output)")
        let refused = try person.run(["-c", "vectorizer stop_words=hostile.pkl"])
        #expect(refused.status == 1)
        #expect(
            refused.diagnostics == """
                error: the stop words in hostile.pkl cannot be read: os.system is not among the names that a list of words \
                is made of (byte 2)
                  give a UTF-8 text file with one word a line, or a pickle of a list of texts

                """)
    }

    @Test("a model without a seed says so, learns by seed 0, and keeps None")
    func unseeded() throws {
        let note = """
            note: random_state=None shuffles differently each time in scikit-learn; refit shuffles by seed 0, so that it can \
            be repeated

            """
        let made = try person.run(["-c", "classifier random_state=None; fit reviews.csv; export unseeded.pkl"])
        #expect(made.status == 0)
        #expect(made.diagnostics.contains(note))
        let imported = try person.run(["-c", "import unseeded.pkl; export again.pkl", "--mode", "json"])
        #expect(imported.status == 0)
        #expect(imported.diagnostics.contains(note))
        #expect(imported.output.contains("\"seed\":0"))
        let updated = try person.run([
            "-c",
            "feedback open f.sqlite --create; feedback import reviews.csv; update --model again.pkl; inspect again.pkl",
        ])
        #expect(updated.status == 0, "\(updated)")
        #expect(updated.diagnostics.contains(note))
        #expect(updated.output.contains("SGDClassifier(loss='log_loss', random_state=None)"))
        let replayed = try person.run(["replay", "again.run"])
        #expect(replayed.status == 0, "\(replayed)")
    }
}

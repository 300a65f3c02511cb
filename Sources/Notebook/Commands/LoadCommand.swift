import Experiments
import Features
package import ArgumentParser
package import Datasets
import Files
package import Text
import Values

/// `load`: makes a file's documents known under a name.
package struct LoadCommand: NotebookCommand {
    package static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Load documents from a file, a folder or a database.",
        discussion: """
            The file is read once, from end to end, to count, check and digest it; documents are streamed from it \
            whenever they are needed. CSV and TSV have a header line; columns go by name or by number, from 1.
            """)

    package static let examples = [
        "load datasets/sample/reviews.csv --as reviews",
        "load movie_data.csv --text-column review --label-column sentiment --shuffle --random-state 0",
        "load reviews.sqlite --table review_db --as feedback",
        "load aclImdb --as movies --shuffle",
    ]

    @Argument(help: "The file or folder.", completion: .file())
    package var path: PathArgument

    @Option(name: .customLong("as"), help: "The dataset's name; otherwise the file's name without its ending.")
    package var name: String?

    @Option(help: "The column of the texts; otherwise review, or the first of two.")
    package var textColumn: String?

    @Option(help: "The column of the labels; otherwise sentiment, or the second of two.")
    package var labelColumn: String?

    @Option(help: "csv, tsv, jsonl, aclimdb or sqlite; otherwise by the ending.")
    package var format: DatasetFormat?

    @Option(help: "The table of an SQLite database.")
    package var table: String?

    @Option(help: "A query on an SQLite database instead of a table.")
    package var query: String?

    @Option(help: "utf-8, latin-1 or ascii; otherwise as the vectorizer's setting says.")
    package var encoding: TextEncoding?

    @Option(help: "strict, ignore or replace; otherwise as the vectorizer's setting says.")
    package var decodeError: DecodeError?

    @Flag(help: "Permute the documents, as NumPy's RandomState(N).permutation does.")
    package var shuffle = false

    @Option(help: "The seed N of --shuffle; otherwise 0.")
    package var randomState: SeedArgument?

    package init() {}

    package var seed: UInt32? { shuffle ? randomState?.value ?? 0 : nil }

    /// The command as it was read: with the columns, the format and the decoding that it came to.
    package func expanded(in session: Session) -> String? {
        let name = name ?? Self.name(for: path.typed)
        guard let dataset = session.datasets.first(where: { $0.name == name })?.dataset else { return nil }
        var words = ["load", path.typed, "--as", name, "--format", dataset.format.rawValue]
        if let table { words += ["--table", table] }
        if let query { words += ["--query", query] }
        words += ["--text-column", dataset.textColumn, "--label-column", dataset.labelColumn]
        words += [
            "--encoding", dataset.source.encoding.rawValue, "--decode-error", dataset.source.decodeError.rawValue,
        ]
        if let seed { words += ["--shuffle", "--random-state", String(seed)] }
        return words.map(CommandText.quoted).joined(separator: " ")
    }

    package func run(in session: Session) throws -> CellOutput {
        if randomState != nil, !shuffle {
            throw NotebookError.refused(
                code: "no_shuffle", message: "--random-state has no effect without --shuffle",
                remedy: "add --shuffle, or leave --random-state out")
        }
        var source = try Self.source(path.typed, in: session)
        source.format = format
        source.textColumn = textColumn
        source.labelColumn = labelColumn
        source.table = table
        source.query = query
        source.encoding = encoding ?? source.encoding
        source.decodeError = decodeError ?? source.decodeError
        source.shuffleSeed = shuffle ? randomState?.value ?? 0 : nil
        let dataset = try Self.load(source, typed: path.typed, in: session)
        let name = name ?? Self.name(for: path.typed)
        let former = session.datasets.first { $0.name == name }
        session.keep(dataset, as: name, typed: path.typed)
        var output = DatasetReport.output(of: Session.NamedDataset(name: name, typed: path.typed, dataset: dataset))
        if let former, former.typed != path.typed {
            output.notes.append("\(name) was \(former.typed) before; --as gives another name")
        }
        if [.csv, .tsv].contains(dataset.format), labelColumn == nil, Int64(dataset.labelColumn) != nil {
            output.notes.append(
                "the first line was taken for the names of the columns, and the label's is \(dataset.labelColumn): if it is a "
                    + "document, put a line such as review,sentiment before it")
        }
        return output
    }

    /// The dataset at a path with the defaults.
    static func load(path: String, in session: Session) throws -> Dataset {
        try load(source(path, in: session), typed: path, in: session)
    }

    private static func load(_ source: DatasetSource, typed: String, in session: Session) throws -> Dataset {
        let expected = session.workspace.expectedDataset(typed, at: source.path)
        let dataset = try Result { try Dataset.load(source, monitor: session.monitor) }.mapError { error in
            // It may be any folder or database of the reader's, of which an error would show a piece.
            expected?.input.isCheckedByReading == true ? Self.notTheInput(typed) : error
        }.get()
        if let expected, expected.input.sha256 != dataset.sha256 {
            throw NotebookError.otherInput(
                expected.key, expected: expected.input.sha256, actual: dataset.sha256)
        }
        session.recorder.files.loaded(dataset, typed: typed)
        return dataset
    }

    private static func notTheInput(_ typed: String) -> NotebookError {
        .refused(
            code: "no_input", message: "\(typed) cannot be read as the run has read it, so it is not its input",
            remedy: "look for the data that the run had, with replay --data FOLDER")
    }

    private static func source(_ typed: String, in session: Session) throws -> DatasetSource {
        var source = DatasetSource(path: try session.workspace.reading(typed, as: .dataset))
        source.encoding = session.vectorizer.analyzer.encoding
        source.decodeError = session.vectorizer.analyzer.decodeError
        return source
    }

    /// The file's name without its ending, as one word that needs no quotes.
    private static func name(for path: String) -> String {
        let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
        let name = Path.name(of: trimmed)
        let stem = Path.ending(of: name).isEmpty ? name : String(name.prefix { $0 != "." })
        let word = stem.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" ? $0 : "-" }
        return word.isEmpty ? "data" : String(word)
    }
}

extension DatasetFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}
extension DecodeError: ExpressibleByArgument {}

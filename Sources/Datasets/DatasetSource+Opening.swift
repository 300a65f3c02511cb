import Files

extension DatasetSource {
    /// The format that was asked for, else the one that the path stands for.
    func resolvedFormat() throws(DatasetError) -> DatasetFormat {
        if let format { return format }
        if Path.isFolder(path) { return .aclImdb }
        guard Path.exists(path) else { throw .file(.failed("open", path)) }
        let ending = Path.ending(of: path)
        guard let format = DatasetFormat(ending: ending) else { throw .unknownFormat(path: path, ending: ending) }
        return format
    }

    /// What the files behind the source look like now.
    func fingerprint(_ format: DatasetFormat) throws(DatasetError) -> Fingerprint {
        switch format {
        case .csv, .tsv, .jsonLines: Fingerprint(of: [path])
        case .aclImdb: Fingerprint(of: try ReviewFolder(path).paths)
        case .sqlite: Fingerprint(of: [path, "\(path)-wal"])
        }
    }

    /// Opens the source before its first row; with `hashing` the digest is kept of what is then read in order.
    func openRows(_ format: DatasetFormat, hashing: Bool = false) throws(DatasetError) -> any RowReader {
        switch format {
        case .csv: try DelimitedReader(self, delimiter: UInt8(ascii: ","), hashing: hashing)
        case .tsv: try DelimitedReader(self, delimiter: UInt8(ascii: "\t"), hashing: hashing)
        case .jsonLines: try JSONLinesReader(self, hashing: hashing)
        case .aclImdb: try ReviewFolderReader(self, hashing: hashing)
        case .sqlite: try SQLiteReader(self, hashing: hashing)
        }
    }
}

import Glibc

/// Folders that were made for files to come.
///
/// Those that are empty when the value goes away go with it.
package struct NewFolders: ~Copyable {
    /// The innermost first.
    private let folders: [String]

    /// Makes the folders that a file's path names and that are not there yet.
    package init(above path: String) throws(FileError) {
        var missing: [String] = []
        var folder = Path.folder(of: path)
        while !Path.isFolder(folder), Path.folder(of: folder) != folder {
            missing.append(folder)
            folder = Path.folder(of: folder)
        }
        folders = missing
        try Path.makeFolders(above: path)
    }

    deinit {
        for folder in folders { unsafe rmdir(folder) }
    }
}

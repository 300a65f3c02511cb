import Files
import Foundation

/// The models that a run began from and the tables of its comparisons, whole and synced in a hidden folder of the run's.
///
/// A model has its own name on disk still, unless somebody else took it, and gets a further one, which costs no room; later the
/// run's own model may be what takes it.
struct StagedFiles: ~Copyable {
    private let folder: RunFolder
    /// `nil` where there are no files.
    private let hidden: String?
    private var names: [String] = []

    /// Begins without files.
    init(in folder: RunFolder, isEmpty: Bool) throws(FileError) {
        self.folder = folder
        hidden = isEmpty ? nil : try ScratchFolder.make(".staged", in: folder.path)
    }

    deinit {
        if let hidden { ScratchFolder.remove(hidden) }
    }

    /// Adds a model by its name in the run's folder.
    mutating func add(_ file: HeldFile, named name: String) throws(FileError) {
        guard let hidden else { return }
        try file.link(to: "\(hidden)/\(name)")
        names.append(name)
    }

    /// Adds a table by its name in the run's folder; `continuing` puts it behind the one that lies there.
    mutating func add(table text: String, named name: String, continuing: Bool) throws(FileError) {
        guard let hidden else { return }
        let present = "\(folder.path)/\(name)"
        let earlier = continuing ? try? String(contentsOfFile: present, encoding: .utf8) : nil
        var file = try AtomicFile(replacing: "\(hidden)/\(name)", followingLinks: false)
        if let earlier { try file.write(earlier) }
        try file.write(earlier == nil ? text : String(text.drop { $0 != "\n" }.dropFirst()))
        try file.commit(like: present, sealing: false)
        names.append(name)
    }

    /// Gives the files their places; whoever commits the run brings their names to disk.
    consuming func commit() throws(FileError) {
        guard let hidden else { return }
        for name in names {
            guard unsafe rename("\(hidden)/\(name)", "\(folder.path)/\(name)") == 0 else {
                throw .failed("replace", "\(folder.path)/\(name)")
            }
        }
    }
}

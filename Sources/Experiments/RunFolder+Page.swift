import Files
import Foundation
import Glibc

extension RunFolder {
    /// The path of the run as a page, where one was asked for.
    package var page: String { "\(path)/report.html" }

    /// Refuses to write the page where a file of that name lies that refit has not written, and where the folder is a
    /// link, which may have come with the run.
    package func checkPageIsOwn() throws(ExperimentError) {
        guard !Path.isLink(path) else {
            throw .notOurs(path: path, reason: "it is a link, and the page would be written where it leads")
        }
        guard Path.isLink(page) || Path.exists(page), !isPageOwn else { return }
        throw .notOurs(path: page, reason: "it is no page of refit's")
    }

    /// Takes the page away, which shows figures that are no longer the record's; a page of anyone else's stays.
    func removePage() throws(FileError) {
        guard isPageOwn else { return }
        guard unsafe unlink(page) == 0 || errno == ENOENT else { throw .failed("remove", page) }
    }

    /// Whether the page says in its first kilobytes that refit has made it.
    private var isPageOwn: Bool {
        guard !Path.isLink(page), Path.isRegularFile(page), let file = FileHandle(forReadingAtPath: page) else {
            return false
        }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 4096)) ?? Data()
        return String(decoding: start, as: UTF8.self).contains("<meta name=\"generator\" content=\"refit ")
    }
}

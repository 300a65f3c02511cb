import Foundation
import Notebook

/// What readline's callbacks, which can capture nothing, need to know.
///
/// Only the one thread that calls `readline` touches this, inside that call or right around it; that makes
/// `nonisolated(unsafe)` true here.
enum ReadlineState {
    /// How far dropping the line after Ctrl-C has come.
    enum Drop {
        /// No Ctrl-C.
        case none
        /// Ctrl-G went to the search or question that was under way.
        case aborting
        /// The line is dropped: `readline` is about to return.
        case dropped
    }

    /// The program's name in an inputrc; readline keeps the pointer.
    static nonisolated(unsafe) let name = unsafe copy("refit")
    /// What dropping the line has come to.
    static nonisolated(unsafe) var drop = Drop.none
    /// Whether readline was called before and so knows the terminal.
    static nonisolated(unsafe) var hasStarted = false
    /// What answers the Tab key.
    static nonisolated(unsafe) var completions: (any CompletionSource)?
    /// The candidates not handed to readline yet, the next one last.
    static nonisolated(unsafe) var remaining: [String] = []
    /// Whether the candidates are all handed over and the names of files have begun.
    static nonisolated(unsafe) var isListingFiles = false
    /// The notes beside the candidates of the present list, by what readline shows of them.
    static nonisolated(unsafe) var notes: [String: String] = [:]

    /// A C string that is never freed, for the pointers that readline keeps.
    static func copy(_ text: String) -> UnsafePointer<CChar>? {
        unsafe UnsafePointer(strdup(text))
    }
}

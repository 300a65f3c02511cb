import Foundation

/// Where refit keeps what it remembers of a person's sessions.
package enum StateFolder {
    /// `$XDG_STATE_HOME/refit`, by default in `~/.local/state`; `nil` when there is no home either.
    ///
    /// The XDG specification asks to ignore a relative path.
    package static func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String? {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/refit" }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.local/state/refit"
    }
}

import Glibc

/// What the process's standard streams are connected to.
package enum Terminal {
    /// Whether a person types into the process and sees what it prints.
    package static var isInteractive: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    }
}

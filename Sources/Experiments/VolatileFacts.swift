import Values

/// What a run was made with and how long it took: facts that help to explain a difference, and are never compared.
package struct VolatileFacts: Hashable, Sendable {
    /// When the session began and when the record was written, in UTC (ISO 8601).
    package var started = ""
    package var ended = ""
    /// The machine.
    package var environment = RunEnvironment.unknown
    /// The largest resident memory of the process so far in bytes; `nil` where the system does not say.
    package var peakMemoryBytes: Int?
    /// What each command took, and those of its figures that are never the same twice.
    package var cells: [Cell] = []

    /// What one command took.
    package struct Cell: Hashable, Sendable {
        /// Its place in the script.
        package var number: Int
        /// Wall time in seconds.
        package var seconds: Double
        /// Figures such as the size of a file that holds paths.
        package var figures: [RunRecord.Figure]

        /// Describes what a command took.
        package init(number: Int, seconds: Double, figures: [RunRecord.Figure]) {
            self.number = number
            self.seconds = seconds
            self.figures = figures
        }
    }

    /// Nothing known.
    package init() {}
}

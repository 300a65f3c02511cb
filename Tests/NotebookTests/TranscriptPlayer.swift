import Foundation
import Notebook
import Values

/// Plays the inputs of a transcript through the real command loop and writes down what a person would see.
///
/// `DATA` in a transcript is the folder of the sample data, `SCRATCH` a folder of the run's own.
final class TranscriptPlayer: LineReader, FrontEnd {
    private(set) var screen = ""
    private var inputs: ArraySlice<String>
    private let folders: [(name: String, path: String)]

    let width = 100
    let ending: ExitStatus? = nil
    let isInterrupted = false

    init(transcript: String, data: String, scratch: String) {
        folders = [("DATA", data), ("SCRATCH", scratch)]
        inputs =
            transcript.split(separator: "\n").compactMap { line in
                line.firstMatch(of: /^(\[\d+\]| *\.\.\.): (.*)$/).map { String($0.2) }
            }[...]
    }

    func play() {
        _ = CommandLoop(
            session: Session(), frontEnd: self, options: .init(stopsAtFirstError: false, isInteractive: true)
        ).run(self)
    }

    func readLine(prompt: String) -> LineSignal {
        guard let input = inputs.popFirst() else { return .endOfInput }
        screen += prompt + input + "\n"
        return .lines(folders.reduce(input) { $0.replacing($1.name, with: $1.path) })
    }

    func write(_ text: String) { show(text) }

    func diagnose(_ line: String) { show(line + "\n") }

    func beginCommand(_ name: String) -> any WorkMonitor { Patience() }

    func endCommand() {}

    private func show(_ text: String) {
        screen += folders.reduce(text) { $0.replacing($1.path, with: $1.name) }
    }

    private final class Patience: WorkMonitor {
        let isInterrupted = false
        func advance(to done: Int, of total: Int?, unit: String) {}
    }
}

import CReadline
import Foundation
import Notebook

/// The characters at which readline begins a new word.
private let wordBreaks = " \t\n\"'=;"

extension ReadlineState {
    /// Makes `source` answer the Tab key.
    static func installCompletion(_ source: any CompletionSource) {
        unsafe completions = source
        unsafe refit_rl_set_completer(complete, copy(wordBreaks), copy("\"'"), copy(" \t\"'\\;#"))
    }

    /// Asks the source, and says in `remaining` what readline may choose from.
    ///
    /// Readline replaces the bytes from `start` on; where the source's word begins elsewhere, the candidates are cut or
    /// lengthened to fit.
    fileprivate static func gather(from start: Int, to end: Int) -> Completions? {
        guard let source = unsafe completions, let buffer = unsafe refit_rl_line() else { return nil }
        let line = unsafe String(cString: buffer)
        let found = source.completions(for: line, cursor: end)
        let typed = Array(line.utf8)
        unsafe remaining = []
        unsafe notes = [:]
        for candidate in found.candidates.reversed() {
            let text = fit(Array(candidate.text.utf8), wordAt: found.replaceFrom, readlineAt: start, in: typed)
            guard let text else { continue }
            unsafe remaining.append(text)
            unsafe notes[text] = candidate.note
        }
        return found
    }

    private static func fit(_ candidate: [UInt8], wordAt word: Int, readlineAt start: Int, in line: [UInt8]) -> String?
    {
        if word >= start {
            guard word <= line.count else { return nil }
            return String(decoding: line[start..<word] + candidate, as: UTF8.self)
        }
        let before = line[max(0, word)..<start]
        guard candidate.starts(with: before) else { return nil }
        return String(decoding: candidate.dropFirst(before.count), as: UTF8.self)
    }
}

/// Readline's question at the Tab key: every match, the common beginning first, or NULL for none.
private let complete:
    @convention(c) (UnsafePointer<CChar>?, Int32, Int32) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = {
        text, start, end in
        let found = ReadlineState.gather(from: Int(start), to: Int(end))
        refit_rl_take_over_completion(found?.appendsSpace == false ? 0 : 1)
        guard let found else { return nil }
        unsafe refit_rl_set_match_display(ReadlineState.notes.isEmpty ? nil : showMatches)
        return unsafe rl_completion_matches(text, found.completesFiles ? nextCandidateOrFile : nextCandidate)
    }

/// Hands one candidate after the other to readline, which frees them.
private let nextCandidate: @convention(c) (UnsafePointer<CChar>?, Int32) -> UnsafeMutablePointer<CChar>? = { _, _ in
    guard let next = unsafe ReadlineState.remaining.popLast() else { return nil }
    return unsafe strdup(next)
}

/// Hands the candidates to readline, then the files.
private let nextCandidateOrFile: @convention(c) (UnsafePointer<CChar>?, Int32) -> UnsafeMutablePointer<CChar>? = {
    text, state in
    if let next = unsafe nextCandidate(text, state) {
        unsafe ReadlineState.isListingFiles = false
        return unsafe next
    }
    let isFirstFile = unsafe !ReadlineState.isListingFiles || state == 0
    unsafe ReadlineState.isListingFiles = true
    return unsafe rl_filename_completion_function(text, isFirstFile ? 0 : 1)
}

/// Lists matches one a row with their notes, then draws prompt and line again.
private let showMatches: @convention(c) (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, Int32, Int32) -> Void = {
    matches, count, longest in
    guard let matches = unsafe matches, count > 0 else { return }
    let columns = Terminal.size().columns
    refit_rl_new_row()
    // Entry 0 is the common beginning; readline has sorted the others.
    for index in 1...Int(count) {
        guard let entry = unsafe matches[index] else { continue }
        let text = unsafe String(cString: entry)
        let padding = String(repeating: " ", count: max(0, Int(longest) - text.count))
        let note = unsafe ReadlineState.notes[text].map { padding + "  " + $0 } ?? ""
        unsafe refit_rl_write("\(text)\(note)".prefix(max(1, columns - 1)) + "\n")
    }
    refit_rl_draw_again()
}

import Foundation

/// The decoder that the environment names.
private let decoder: FuzzedDecoder = {
    let name = ProcessInfo.processInfo.environment["REFIT_DECODER"] ?? ""
    guard let decoder = FuzzedDecoder(named: name) else {
        let names = FuzzedDecoder.allCases.map(\.rawValue).joined(separator: " ")
        FileHandle.standardError.write(Data("REFIT_DECODER should be one of \(names)\n".utf8))
        exit(2)
    }
    return decoder
}()

/// Answers libFuzzer whether the decoder keeps its laws for these bytes: a broken one ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do {
        try decoder.decode(bytes)
    } catch {
        FileHandle.standardError.write(Data("VIOLATION of \(decoder.rawValue): \(error)\n".utf8))
        abort()
    }
    return 0
}

import Foundation
import Shell
import Testing

@Suite("StandardStream")
struct StandardStreamTests {
    @Test("says so and ends with 1 when standard output takes nothing more")
    func fullDisk() async {
        let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            let full = unsafe open("/dev/full", O_WRONLY)
            dup2(full, STDOUT_FILENO)
            StandardStream.output.write("lost")
            exit(0)
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("cannot write to standard output: No space left on device"))
    }

    @Test("ends quietly when the reader has gone")
    func closedPipe() async {
        let result = await #expect(processExitsWith: .exitCode(141), observing: [\.standardErrorContent]) {
            _ = signal(SIGPIPE, SIG_IGN)
            let pipe = Pipe()
            dup2(pipe.fileHandleForWriting.fileDescriptor, STDOUT_FILENO)
            try pipe.fileHandleForReading.close()
            StandardStream.output.write("lost")
            exit(0)
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(!message.contains("cannot write"))
    }

    @Test("drops diagnostics that nobody can get")
    func diagnostics() async {
        await #expect(processExitsWith: .success) {
            close(STDERR_FILENO)
            StandardStream.diagnostics.write("lost")
            exit(0)
        }
    }
}

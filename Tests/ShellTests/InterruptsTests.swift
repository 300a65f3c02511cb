import Foundation
import Shell
import Testing

/// Raises a signal in this thread, although threads of the concurrency runtime hold every signal back.
private func deliver(_ number: Int32) {
    var all = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_UNBLOCK, &all, nil)
    raise(number)
}

@Suite("Interrupts")
struct InterruptsTests {
    @Test("remember Ctrl-C until it is taken")
    func taken() async {
        await #expect(processExitsWith: .success) {
            Interrupts.install()
            let before = Interrupts.isInterrupted
            deliver(SIGINT)
            let after = Interrupts.isInterrupted
            let status = Interrupts.exitStatus
            let isTaken = Interrupts.takeInterrupt()
            exit(!before && after && status == 130 && isTaken && !Interrupts.isInterrupted ? 0 : 1)
        }
    }

    @Test("end the process with 130 at the third Ctrl-C in a row")
    func impatience() async {
        await #expect(processExitsWith: .exitCode(130)) {
            Interrupts.install()
            for _ in 0..<3 { deliver(SIGINT) }
            exit(1)
        }
    }

    @Test("leave the process alone when each Ctrl-C stops a command of its own")
    func patience() async {
        await #expect(processExitsWith: .success) {
            Interrupts.install()
            for _ in 0..<5 {
                deliver(SIGINT)
                Interrupts.takeInterrupt()
            }
            exit(0)
        }
    }

    @Test("note for good that the process should end", arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func termination(number: Int32) async {
        await #expect(processExitsWith: .success) { [number = number as Int32] in
            Interrupts.install()
            deliver(number)
            Interrupts.takeInterrupt()
            exit(Interrupts.isInterrupted && Interrupts.exitStatus == 128 + number ? 0 : 1)
        }
    }

    @Test("end the process when it is asked to end a second time")
    func insistence() async {
        await #expect(processExitsWith: .exitCode(143)) {
            Interrupts.install()
            deliver(SIGTERM)
            deliver(SIGTERM)
            exit(1)
        }
    }

    @Test("stay ignored where the parent process ignores them")
    func ignored() async {
        await #expect(processExitsWith: .success) {
            _ = signal(SIGHUP, SIG_IGN)
            Interrupts.install()
            deliver(SIGHUP)
            exit(Interrupts.isTerminated ? 1 : 0)
        }
    }
}

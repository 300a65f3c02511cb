import CProcessors
import Foundation
import Glibc
import Synchronization
import Testing
import Values

@Suite struct SerialWorkerTests {
    @Test func `work is done in the order in which it came, and all of it before finish returns`() {
        let done = Mutex<[Int]>([])
        let worker = SerialWorker()
        for round in 1...5 {
            for number in 0..<200 {
                worker.submit { done.withLock { $0.append(number) } }
            }
            worker.finish()
            #expect(done.withLock { $0 } == (0..<round).flatMap { _ in 0..<200 })
        }
    }

    @Test func `a thread is barred from the caller's processor, if there is another, until it is not`() throws {
        let worker = SerialWorker()
        let thread = Mutex(Int32(0))
        worker.submit { thread.withLock { $0 = processors_thread() } }
        worker.finish()
        let number = thread.withLock { $0 }
        let all = try usableProcessors(ofThread: number)
        #expect(try all == usableProcessors(ofThread: getpid()))
        #expect(processors_bar(number) == (all > 1))
        #expect(try usableProcessors(ofThread: number) == max(1, all - 1))
        processors_unbar(number)
        #expect(try usableProcessors(ofThread: number) == all)
        #expect(!processors_bar(-1))
    }

    @Test func `a worker beside whoever brings work may go anywhere once it is awake`() throws {
        let worker = SerialWorker(besideOne: true)
        let all = try usableProcessors(ofThread: getpid())
        let threads = Mutex<[Int32]>([])
        for round in 1...200 {
            worker.submit { threads.withLock { $0.append(processors_thread()) } }
            worker.finish()
            let done = threads.withLock { $0 }
            #expect(done.count == round)
            #expect(try usableProcessors(ofThread: done[0]) == all)
        }
    }

    /// How many processors a thread may use.
    private func usableProcessors(ofThread number: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/task/\(number)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") })
        return line.dropFirst(13).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
    }

    @Test func `work that waits is done also when its worker is gone`() {
        let sum = Mutex(0)
        let gate = Mutex(())
        var worker: SerialWorker? = SerialWorker()
        // The last reference falls on the worker's own thread.
        let last = Mutex<SerialWorker?>(worker)
        gate.withLock { _ in
            worker?.submit { gate.withLock { _ in } }
            for number in 1...100 { worker?.submit { sum.withLock { $0 += number } } }
            worker?.submit { last.withLock { $0 = nil } }
            worker = nil
        }
        for _ in 0..<1000 where last.withLock({ $0 != nil }) { usleep(10_000) }
        #expect(last.withLock { $0 == nil })
        #expect(sum.withLock { $0 } == 5050)
    }
}

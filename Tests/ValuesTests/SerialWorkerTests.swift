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

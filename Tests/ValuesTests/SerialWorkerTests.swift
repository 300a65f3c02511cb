import Glibc
import Synchronization
import Testing
@testable import Values

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

    @Test func `a worker that is apart keeps off the processor of whoever brings it work`() async {
        // On a thread of its own, which no test beside this one moves.
        await withCheckedContinuation { done in
            let isStarted = WorkerThread.start {
                let (worker, other) = (SerialWorker(apart: true), SerialWorker())
                let hasOther = Mutex(false)
                other.submit { hasOther.withLock { $0 = WorkerThread.avoid(WorkerThread.processor) } }
                other.finish()
                let places = Mutex<[(before: Int32, work: Int32, after: Int32)]>([])
                for _ in 0..<200 {
                    let before = WorkerThread.processor
                    worker.submit { places.withLock { $0.append((before, WorkerThread.processor, -1)) } }
                    let after = WorkerThread.processor
                    worker.finish()
                    places.withLock { $0[$0.count - 1].after = after }
                }
                // Where it was brought on one processor, it was done on another, if there is one.
                let told = places.withLock { $0.filter { $0.before == $0.after } }
                #expect(places.withLock { $0.count } == 200)
                if hasOther.withLock({ $0 }) {
                    #expect(!told.isEmpty && told.allSatisfy { $0.work != $0.before })
                }
                done.resume()
            }
            if !isStarted { done.resume() }
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

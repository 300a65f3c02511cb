import Testing
import Values

@Suite struct QueueTests {
    private final class Token: Sendable {}

    @Test func `elements come out in the order in which they went in`() {
        var queue = Queue<Int>()
        var (added, taken) = (0, 0)
        for step in 0..<2000 {
            for _ in 0..<step % 5 {
                queue.append(added)
                added += 1
            }
            for _ in 0..<step % 4 where taken < added {
                #expect(queue.popFirst() == taken)
                taken += 1
            }
            #expect(queue.count == added - taken && queue.isEmpty == (added == taken))
        }
        while let next = queue.popFirst() {
            #expect(next == taken)
            taken += 1
        }
        #expect(taken == added && queue.popFirst() == nil)
    }

    @Test func `what is taken is given up`() {
        var queue = Queue<Token>()
        var first: Token? = Token()
        weak let known = first
        if let first { queue.append(first) }
        for _ in 0..<10 { queue.append(Token()) }
        first = nil
        #expect(known != nil)
        _ = queue.popFirst()
        #expect(known == nil)
    }
}

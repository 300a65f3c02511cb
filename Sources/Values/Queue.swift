/// Elements that are taken in the order in which they came.
///
/// One that is taken is given up at once, which a slice of an array would not do.
package struct Queue<Element> {
    private var elements: [Element?] = []
    private var head = 0

    /// No elements.
    package init() {}

    /// The number of elements.
    package var count: Int { elements.count - head }
    /// Whether there are none.
    package var isEmpty: Bool { count == 0 }

    /// Takes an element in.
    ///
    /// - Complexity: amortised O(1).
    package mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the oldest element out, or returns `nil` where there is none.
    ///
    /// - Complexity: amortised O(1).
    package mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head].take()
        head += 1
        if 2 * head >= elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }
}

extension Queue: Sendable where Element: Sendable {}

import Feedback
import Foundation
import TestSupport
import Testing
import Values

/// Copies of a database for work that must not touch it.
@Suite struct FeedbackCopyingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func original() throws -> FeedbackStore {
        let store = try FeedbackStore.create(folder.file("original.sqlite"))
        for index in 1...5 { try store.add("review \(index)", label: .integer(Int64(index % 2))) }
        return store
    }

    @Test func `a copy ends where it is told to, and grows under the same numbers`() throws {
        let store = try original()
        let copy = folder.file("deeper/copy.sqlite")
        try FeedbackStore.copy(store.path, to: copy, through: 2)
        #expect(try FeedbackStore(opening: copy).lastRow() == 2)
        #expect(try FeedbackStore(opening: copy).digest(through: 2) == store.digest(through: 2))
        try FeedbackStore.extend(copy, from: store.path, through: 4)
        #expect(try FeedbackStore(opening: copy).lastRow() == 4)
        #expect(try FeedbackStore(opening: copy).digest(through: 4) == store.digest(through: 4))
        try FeedbackStore.extend(copy, from: store.path, through: 3)
        #expect(try FeedbackStore(opening: copy).lastRow() == 4)
        #expect(try store.lastRow() == 5)
    }

    @Test func `a digest is of contents up to a row`() throws {
        let store = try original()
        let all = try store.digest(through: 5)
        #expect(try store.digest(through: 4) != all)
        #expect(try store.digest(through: nil) != all)
        #expect(try store.digest(through: 99) == all)
        let bounded = try store.upToNow()
        try store.add("late", label: .integer(1))
        #expect(try bounded.lastRow() == 5)
        #expect(try bounded.digest(through: 5) == all)
        #expect(try store.lastRow() == 6)
    }
}

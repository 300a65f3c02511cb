import Files
import Foundation
import Testing

@Suite struct TimestampTests {
    @Test func `the time is what Foundation writes`() throws {
        let before = Date.now.formatted(.iso8601)
        let now = Timestamp.now
        let compact = Timestamp.compactNow
        let after = Date.now.formatted(.iso8601)
        #expect(before <= now && now <= after)
        #expect(now.filter(\.isNumber) <= compact.filter(\.isNumber))
        #expect(compact.wholeMatch(of: /\d{8}T\d{6}Z/) != nil)
    }
}

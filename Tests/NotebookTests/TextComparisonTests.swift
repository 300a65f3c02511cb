import Notebook
import Testing

@Suite struct TextComparisonTests {
    @Test(arguments: [
        ("accuracy 0.8670", "accuracy 0.8671", true), ("accuracy 0.8670", "accuracy 0.8672", false),
        ("accuracy 0.8670", "accuracy 0.86700", false), ("documents 1,000", "documents 1,001", false),
        ("loss 9.9999  a", "loss 10.0000 a", true), ("loss -0.0001", "loss 0.0000", true),
        ("model 80cb8f90ecea", "model 80cb8f90eceb", false), ("label good 0.5", "label bad 0.5", false),
        ("share 125.5 %", "share 125.4 %", true), ("a 0.5", "a 0.5 b", false), ("1.5", "-1.5", false),
        ("0.99999999999999999999999999", "0.99999999999999999999999998", false),
    ])
    func `a decimal may be one unit of its last digit off, where a figure allows it`(
        old: String, new: String, isSame: Bool
    ) {
        #expect(TextComparison(allowsLastDigit: true, volatileWords: []).isSame(old, new) == isSame)
        #expect(!TextComparison(allowsLastDigit: false, volatileWords: []).isSame(old, new))
    }

    @Test(arguments: [
        ("m.safetensors: 612 bytes, model ab", true), ("m.safetensors: 16.8 MB, model ab", true),
        ("m.safetensors: 16.8 MB, model ac", false), ("n.safetensors: 16.8 MB, model ab", false),
        ("m.safetensors: , model ab", false), ("m.safetensors: 16.8 MB, model ab, model ab", true),
        ("m.safetensors: 16.8 MB", false),
    ])
    func `what shows a volatile figure may be another text`(old: String, isSame: Bool) {
        let comparison = TextComparison(allowsLastDigit: false, volatileWords: ["17.0 kB"])
        #expect(comparison.isSame(old, "m.safetensors: 17.0 kB, model ab") == isSame)
    }

    @Test func `a volatile path may be of another length, and cut`() {
        let comparison = TextComparison(allowsLastDigit: false, volatileWords: ["/var/tmp/check/reviews.sqlite"])
        #expect(comparison.isSame("/home/a/reviews.sqlite     1  1", "/var/tmp/check/reviews.sqlite  1  1"))
        #expect(comparison.isSame("/home/a/reviews.sqlite  1  1", "/var/tmp/che…  1  1"))
        #expect(!comparison.isSame("/home/a/reviews.sqlite  1  1", "/var/tmp/check/reviews.sqlite  1  2"))
    }
}

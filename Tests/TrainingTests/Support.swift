import Features
import Foundation
import Learning
import Training
import Values

enum Sample {
    static let program = "refit 0.1.0"

    /// Short reviews whose words tell their labels, in the same order in every run.
    static func documents(_ count: Int, classes: [Label] = [.integer(0), .integer(1)]) -> [Document] {
        let words = [
            ["bad", "boring", "dull", "film"], ["good", "great", "fun", "film"], ["plain", "so so", "fair", "film"],
        ]
        return (0..<count).map { number in
            let index = (number * 7 + number / 3) % classes.count
            let chosen = (0..<6).map {
                words[(number + $0) % 5 == 0 ? (index + 1) % 2 : index][(number * 5 + $0 * 3) % 4]
            }
            return Document(text: chosen.joined(separator: " ") + " no \(number % 13)", label: classes[index])
        }
    }

    static func vectorizer(nFeatures: Int = 1 << 10) -> HashingVectorizerSettings {
        var settings = HashingVectorizerSettings()
        settings.nFeatures = nFeatures
        return settings
    }

    static func model(
        classes: [Label] = [.integer(0), .integer(1)], nFeatures: Int = 1 << 10,
        change: (inout SGDClassifierSettings) -> Void = { _ in }
    ) throws -> TextClassifier {
        var settings = SGDClassifierSettings()
        change(&settings)
        return try TextClassifier(vectorizer: vectorizer(nFeatures: nFeatures), classifier: settings, classes: classes)
    }

    /// A file of the repository that is compared with.
    static func golden(_ name: String) -> URL {
        URL(fileURLWithPath: String(#filePath)).deletingLastPathComponent().appending(path: "Golden/\(name)")
    }
}

/// A person who waits, and may have enough after some calls.
final class Watch: WorkMonitor {
    private(set) var calls: [(done: Int, total: Int?)] = []
    private let patience: Int

    init(patience: Int = .max) { self.patience = patience }

    func advance(to done: Int, of total: Int?, unit: String) { calls.append((done, total)) }

    var isInterrupted: Bool { calls.count >= patience }
}

import CFeatures

@testable import Features

/// All instructions that this processor has.
let everyInstructions = [
    features_instructions_portable, features_instructions_avx2, features_instructions_avx512,
].filter { $0.rawValue <= HashingVectorizer.bestInstructions.rawValue }

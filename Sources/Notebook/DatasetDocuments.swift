import Datasets
import Training

/// A dataset's documents are what models learn from.
extension DatasetReader: DocumentReader {}

/// A model learns what people say of its predictions.
extension TextClassifier: FeedbackLearner {}

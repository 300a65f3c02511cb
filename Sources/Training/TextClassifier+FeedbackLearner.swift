/// A model learns what people say of its predictions.
extension TextClassifier: FeedbackLearner {}

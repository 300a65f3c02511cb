import Datasets
import Training

/// A dataset's documents are what models learn from.
extension DatasetReader: DocumentReader {}

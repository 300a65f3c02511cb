package import Datasets

/// A dataset's reader hands out batches already.
extension DatasetReader: DocumentReader {}

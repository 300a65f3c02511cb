"""river learns a CSV file, a review at a time, with the tutorial's tokenizer: river_fit.py CSV

Words are counted and hashed into 2^21 columns, and learned by logistic regression. Prints the documents, and the share that was
labelled right before it was learned.
"""

import sys

from river import feature_extraction, linear_model, optim

from tutorial import batches, words

model = (feature_extraction.BagOfWords(tokenizer=words, lowercase=False, on=None)
         | linear_model.LogisticRegression(optimizer=optim.SGD(0.1), l2=1e-4))
documents = right = 0
for texts, labels in batches(sys.argv[1]):
    for text, label in zip(texts, labels):
        right += model.predict_one(text) == label
        model.learn_one(text, label)
    documents += len(texts)
print(f"documents {documents} right {right / documents:.4f}")

"""scikit-learn scores a pickled model on a CSV file: sklearn_score.py MODEL.pkl CSV

Prints the number of documents, the accuracy, the log loss and the area under the ROC curve.
"""

import pickle
import sys

import numpy as np
from sklearn.metrics import log_loss, roc_auc_score

from tutorial import batches, vectorizer

with open(sys.argv[1], "rb") as file:
    classifier = pickle.load(file)
vect = vectorizer()
truth, probabilities, decisions = [], [], []
for texts, labels in batches(sys.argv[2]):
    rows = vect.transform(texts)
    truth += labels
    probabilities.append(classifier.predict_proba(rows))
    decisions.append(classifier.decision_function(rows))
probabilities, decisions = np.concatenate(probabilities), np.concatenate(decisions)
print(f"documents {len(truth)} accuracy {np.mean((decisions > 0) == np.array(truth)):.12f} "
      f"loss {log_loss(truth, probabilities):.12f} auc {roc_auc_score(truth, decisions):.12f}")

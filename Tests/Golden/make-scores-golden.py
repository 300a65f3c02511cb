#!/usr/bin/env python3
"""Write Tests/TrainingTests/Golden/scores.json: scores as scikit-learn 1.9.1 computes them.

Run in the environment of requirements.txt, as `make golden` does.

The cases are drawn with a written seed; running it again writes the same bytes.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    log_loss,
    precision_recall_fscore_support,
    roc_auc_score,
)

assert sklearn.__version__ == "1.9.1", sklearn.__version__


def scores(name, actual, margins, probabilities, classes):
    """Return one case: what went in, and what scikit-learn makes of it."""
    labels = list(range(classes))
    actual = np.asarray(actual)
    margins = np.asarray(margins, dtype=float)
    predicted = (margins > 0).astype(int) if classes == 2 else margins.argmax(axis=1)
    precision, recall, f1, support = precision_recall_fscore_support(
        actual, predicted, labels=labels, zero_division=0
    )
    area = None
    if len(set(actual.tolist())) == classes:
        if classes == 2:
            area = roc_auc_score(actual, margins)
        elif probabilities is not None:
            area = roc_auc_score(actual, probabilities, multi_class="ovr", average="macro", labels=labels)
        else:
            area = np.mean([roc_auc_score(actual == label, margins[:, label]) for label in labels])
    return {
        "name": name,
        "classes": classes,
        "actual": actual.tolist(),
        "margins": margins.ravel().tolist(),
        "probabilities": None if probabilities is None else np.asarray(probabilities).ravel().tolist(),
        "predicted": predicted.tolist(),
        "accuracy": accuracy_score(actual, predicted),
        "log_loss": None if probabilities is None else log_loss(actual, y_proba=probabilities, labels=labels),
        "roc_auc": None if area is None else float(area),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion": confusion_matrix(actual, predicted, labels=labels).ravel().tolist(),
    }


def logistic(margins):
    """Return probabilities as SGDClassifier's log loss gives them."""
    shares = 1.0 / (1.0 + np.exp(-np.asarray(margins)))
    if shares.ndim == 1:
        return np.column_stack([1 - shares, shares])
    return shares / shares.sum(axis=1, keepdims=True)


def cases():
    random = np.random.RandomState(20)
    actual = random.randint(0, 2, 60)
    margins = np.round(actual * 1.2 - 0.6 + random.normal(size=60), 3)
    yield scores("two classes", actual, margins, logistic(margins), 2)
    tied = np.round(margins)
    yield scores("two classes with many ties", actual, tied, logistic(tied), 2)
    yield scores("two classes by margins alone", actual, margins, None, 2)
    yield scores("all margins the same", actual, np.zeros(60), logistic(np.zeros(60)), 2)
    certain = np.where(actual == 1, 800.0, -800.0)
    yield scores("two classes, always right", actual, certain, logistic(certain), 2)
    yield scores("two classes, certain and always wrong", actual, -certain, logistic(-certain), 2)
    yield scores("one class occurs", np.ones(20, dtype=int), margins[:20], logistic(margins[:20]), 2)
    yield scores("one document", [0], [0.25], logistic(np.array([0.25])), 2)
    for classes in (3, 5):
        actual = random.randint(0, classes, 80)
        margins = np.round(random.normal(size=(80, classes)) - 1, 3)
        margins[np.arange(80), actual] += 1.3
        yield scores(f"{classes} classes", actual, margins, logistic(margins), classes)
        yield scores(f"{classes} classes by margins alone", actual, margins, None, classes)
        tied = np.round(margins)
        yield scores(f"{classes} classes with many ties", actual, tied, logistic(tied), classes)
        present = np.minimum(actual, classes - 2)
        yield scores(f"{classes} classes, one absent", present, margins, logistic(margins), classes)


if __name__ == "__main__":
    folder = pathlib.Path(__file__).resolve().parent.parent / "TrainingTests" / "Golden"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "scores.json", "w") as file:
        json.dump(list(cases()), file, indent=None, separators=(",", ":"))
        file.write("\n")

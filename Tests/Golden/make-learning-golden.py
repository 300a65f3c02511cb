"""Writes learning.json, what scikit-learn 1.9.1 learns in the comparisons of settings.py, as bit patterns.

Run in the environment of requirements.txt, as `make golden` does.
"""

import json
import os
import sys
import warnings

import numpy as np
import scipy
import sklearn
from scipy.linalg.blas import daxpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

import settings

CASES = 360
PROBE_ROWS = 4


def bits(array):
    """The numbers as 16 hexadecimal digits each, one after another."""
    return "".join(f"{word:016x}" for word in np.ascontiguousarray(array, dtype=np.float64).ravel().view(np.uint64))


def require_the_reference():
    """Averaged weights depend on whether the BLAS kernel fuses: only a fusing machine may write the file."""
    found = (sklearn.__version__, np.__version__, scipy.__version__)
    if found != ("1.9.1", "2.4.6", "1.17.1"):
        sys.exit(f"scikit-learn 1.9.1, NumPy 2.4.6 and SciPy 1.17.1 are needed, not {found}")
    a = 1.0 + 2.0**-30
    x = np.full(settings.N_FEATURES, a)
    fused = daxpy(x, np.full(settings.N_FEATURES, -(a * a)), a=a)
    if np.any(fused == 0.0):
        sys.exit("this machine's BLAS does not fuse multiplication and addition")


def rows_of(call, classes):
    ends, columns, values, indices, weights = settings.batch(
        call["seed"], call["rows"], settings.N_FEATURES, len(classes))
    matrix = csr_matrix(
        (np.array(values, dtype=np.float64), np.array(columns, dtype=np.int32), np.array([0] + ends, dtype=np.int32)),
        shape=(len(ends), settings.N_FEATURES))
    labels = np.array([classes[index] for index in indices])
    return matrix, labels, np.array(weights) if call["weighted"] else None


def record(number):
    comparison = settings.case(number)
    classes, options = comparison["classes"], comparison["settings"]
    model = SGDClassifier(**options)
    results = []
    for call in comparison["calls"]:
        matrix, labels, weights = rows_of(call, sorted(classes))
        try:
            if call["method"] == "fit":
                model.fit(matrix, labels, sample_weight=weights)
            else:
                model.partial_fit(matrix, labels, classes=np.array(classes), sample_weight=weights)
        except ValueError as error:
            results.append({"error": "overflow" if "overflow" in str(error) else str(error)})
            break
        results.append({"intercept": bits(model.intercept_), "t": model.t_, "n_iter": int(model.n_iter_)})
    comparison["results"] = results
    if isinstance(options["class_weight"], dict):
        options["class_weight"] = list(options["class_weight"].items())
    if "error" in results[-1]:
        return comparison
    probe, _, _ = rows_of({"seed": number, "rows": PROBE_ROWS, "weighted": False}, sorted(classes))
    comparison["coef"] = bits(model.coef_)
    comparison["decision"] = bits(model.decision_function(probe))
    if options["loss"] in ("log_loss", "modified_huber"):
        comparison["proba"] = bits(model.predict_proba(probe))
    return comparison


def main():
    require_the_reference()
    warnings.simplefilter("ignore")
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "learning.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write("[\n")
        file.write(",\n".join(
            json.dumps(record(number), separators=(",", ":"), ensure_ascii=False) for number in range(CASES)))
        file.write("\n]\n")


if __name__ == "__main__":
    main()

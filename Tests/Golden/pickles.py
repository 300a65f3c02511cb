"""Writes pickles-VERSION.json beside itself: small pickles of this environment's scikit-learn, and what is in them.

Run by `make golden` in the environments of Tests/Matrix, once for each version. Each pickle stands there as base64, with the
classes, the settings, and the weights as bit patterns, so that refit's tests need no Python.
"""

import base64
import json
import pickle
import sys
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import SGDClassifier

N_FEATURES = 16
LABELS = {
    "two integers": [0, 1],
    "three integers": [-3, 0, 7],
    "truth values": [False, True],
    "two texts": ["neg", "pos"],
    "three texts": ["na\u00efve", "neg", "\U0001f600"],
}
CASES = [
    ("two integers", 2, {}),
    ("two integers", 3, dict(loss="log_loss", random_state=1)),
    ("two integers", 4, dict(loss="log_loss", random_state=1, average=True)),
    ("two integers", 5, dict(loss="modified_huber", random_state=np.int64(3), alpha=np.float64(1e-3), average=1000)),
    ("two integers", 5, dict(class_weight={0: 1.0, 1: 2.5}, penalty="elasticnet", l1_ratio=0.3)),
    ("three integers", 2, dict(loss="log_loss", random_state=1, average=5)),
    ("three integers", 4, dict(loss="hinge", penalty=None, learning_rate="invscaling", eta0=0.1)),
    ("truth values", 2, dict(loss="log_loss", random_state=1)),
    ("truth values", 5, dict(loss="squared_hinge", average=True)),
    ("two texts", 3, dict(loss="perceptron", fit_intercept=False)),
    ("three texts", 4, dict(loss="log_loss", class_weight={"neg": 2.0}, average=1000)),
    ("three texts", 5, dict(loss="squared_error", learning_rate="constant", eta0=0.01, tol=None)),
]
ARRAYS = ["coef_", "intercept_", "_standard_coef", "_standard_intercept", "_average_coef", "_average_intercept"]


def bits(array):
    """The numbers as 16 hexadecimal digits each, one after another."""
    return "".join(f"{word:016x}" for word in np.ascontiguousarray(array, dtype=np.float64).ravel().view(np.uint64))


def plain(value):
    return value.item() if isinstance(value, np.generic) else value


def record(labels, protocol, settings, random):
    classes = np.array(LABELS[labels])
    rows = random.randint(-4, 5, size=(24, N_FEATURES)) / 4.0
    y = classes[random.randint(len(classes), size=len(rows))]
    model = SGDClassifier(**settings)
    for part in (slice(0, 12), slice(12, 24)):
        model.partial_fit(rows[part], y[part], classes=classes)
    parameters = {name: plain(value) for name, value in model.get_params().items()}
    if isinstance(parameters["class_weight"], dict):
        parameters["class_weight"] = [[key, weight] for key, weight in parameters["class_weight"].items()]
    return {
        "name": f"scikit-learn {sklearn.__version__}, {labels}, protocol {protocol}",
        "settings": parameters,
        "classes": classes.tolist(),
        "t": float(model.t_),
        "arrays": {name: bits(getattr(model, name)) for name in ARRAYS if getattr(model, name, None) is not None},
        "pickle": base64.b64encode(pickle.dumps(model, protocol=protocol)).decode(),
    }


def main():
    warnings.simplefilter("ignore")
    # The shuffles of a model without a seed are NumPy's own.
    np.random.seed(5)
    random = np.random.RandomState(11)
    records = [record(*case, random) for case in CASES]
    path = Path(__file__).with_name(f"pickles-{sklearn.__version__}.json")
    path.write_text(json.dumps(records, indent=1) + "\n")
    print(f"{path.name}: {len(records)} pickles of NumPy {np.__version__}, Python {sys.version.split()[0]}")


main()

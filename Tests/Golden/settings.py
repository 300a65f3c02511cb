"""Random classifiers and random rows, drawn alike by everything that compares refit with scikit-learn.

`case(number)` draws the settings, the classes and the calls of one comparison. `batch(seed, ...)` draws rows from
`RandomState(seed).randint` alone, in an order that a few lines of any language with NumPy's generator can repeat, so
that a golden file needs to hold the seed of its rows only.
"""

import numpy as np

N_FEATURES = 24
LOSSES = ["hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber",
          "epsilon_insensitive", "squared_epsilon_insensitive"]
RATES = ["constant", "optimal", "invscaling", "adaptive", "pa1", "pa2"]


def case(number):
    """The comparison with this number: settings under scikit-learn's names, classes, calls."""
    random = np.random.RandomState(number)

    def one_of(*values):
        return values[random.randint(len(values))]

    k = one_of(2, 2, 2, 3, 3, 5, 9)
    if one_of(True, True, False):
        classes = [int(label) for label in np.cumsum(random.randint(1, 4, size=k)) - 3]
    else:
        classes = ["b", "pos", "a", "neg", "\u00e9", "zz", "Z", "_1", "9x"][:k]
    rate = one_of(*RATES)
    whole_set = one_of(True, False)
    weights = {label: random.randint(1, 30) / 7 for label in classes}
    settings = {
        "loss": "hinge" if rate in ("pa1", "pa2") else one_of(*LOSSES),
        "penalty": one_of(None, "l2", "l1", "elasticnet"),
        "alpha": one_of(1e-7, 1e-4, 1e-4, 1e-3, 1e-2, 0.3, 1.0, 7.0),
        "l1_ratio": one_of(0.0, 0.15, 0.15, 0.5, 1.0),
        "fit_intercept": one_of(True, True, False),
        "max_iter": one_of(1, 3, 20, 60),
        "tol": one_of(None, 1e-3, 1e-3, 0.0, 0.05),
        "shuffle": one_of(True, True, True, False),
        "epsilon": one_of(0.0, 0.1, 0.1, 0.6),
        "random_state": int(random.randint(0, 2**32, dtype=np.int64)) if one_of(True, False) else one_of(0, 1, 42),
        "learning_rate": rate,
        "eta0": one_of(1e-3, 0.01, 0.1, 0.5, 1.0, 1e12),
        "power_t": one_of(0.5, 0.5, 0.25, 1.0),
        "n_iter_no_change": one_of(1, 2, 5),
        "average": one_of(False, False, True, 7, 45),
        "class_weight": one_of(None, None, "weights", "balanced" if whole_set else None),
    }
    if settings["class_weight"] == "weights":
        settings["class_weight"] = weights
    calls = 1 if whole_set else one_of(1, 3, 5)
    return {
        "settings": settings,
        "classes": classes,
        "calls": [
            {
                "method": "fit" if whole_set else "partial_fit",
                "seed": int(random.randint(0, 2**31)),
                "rows": 40 if whole_set else one_of(1, 2, 15, 30),
                "weighted": one_of(True, False, False),
            }
            for _ in range(calls)
        ],
    }


def batch(seed, rows, n_features, k):
    """Rows of at most nine entries: (row ends, columns, values, index of each row's class, sample weights).

    About one row in nine is empty, one value in sixteen an explicit zero; the first k rows have one class each.
    """
    random = np.random.RandomState(seed)
    ends, columns, values, classes, weights = [], [], [], [], []
    for row in range(rows):
        label = int(random.randint(0, k)) if row >= k else row
        chosen = set()
        for _ in range(int(random.randint(0, 9))):
            chosen.add(int(random.randint(0, n_features)))
        if chosen and random.randint(0, 2) == 0:
            chosen.add(label)
        for column in sorted(chosen):
            columns.append(column)
            if random.randint(0, 16) == 0:
                values.append(0.0)
            else:
                values.append(int(random.randint(-(2**30), 2**30)) / 700000000.0)
        ends.append(len(columns))
        classes.append(label)
        weights.append(int(random.randint(0, 12)) / 7.0 if row > 0 else 1.0)
    return ends, columns, values, classes, weights

"""Pickles between one version of scikit-learn and refit, to the last bit: a row of the matrix.

Usage: check.py REFIT

The interpreter is that of an environment with the version in question. For two and three classes, integer, truth-value and
text labels, without averaging, with it, and with averaging that has not begun, for several losses and every protocol:

1. *in*: a pickle that this scikit-learn has written is taken up by refit, and `inspect` finds it safe;
2. *out*: refit's pickle of it opens here; arrays, predictions and probabilities are those of the classifier that was
   pickled. In the version that the file names there is no warning;
3. *on*: two further calls of partial_fit leave both with the same weights; so do clone, repr and pickling again;
4. *carried*: what refit adds to the file survives Python's own pickling, and refit finds it there;
   the labels that refit has counted are known until Python learns on, and then no longer, whatever t_ says;
5. *side by side*: refit itself learns the same two batches of texts. Its numbers are those of scikit-learn 1.9, and so of
   every version whose loss has the same formula; log_loss had another one before 1.6.

Averaged weights depend on whether the BLAS of SciPy's wheels fuses a multiplication and an addition, which on x86-64 it does
from Haswell on, where it knows the processor. Step 5 holds refit, which fuses them, against it, and leaves averages out where it
does not, even when it is told to work as on a Haswell; steps 1 to 4 do not depend on it.
"""

import collections
import csv
import json
import os
import pickle
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import sklearn
from scipy.linalg.blas import daxpy
from sklearn.base import clone
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier

COLUMNS = 512
WORDS = "good great fine bad awful poor film story cast plot end music slow quick long short naïve :) 7/10".split()
LABELS = {
    "int": ([0, 1], [2, 5, 9]),
    "bool": ([False, True],),
    "text": (["bad", "good"], ["bad", "fair", "naïvely good"]),
}
VERSION = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
# The loss that is another function before 1.6: refit has that of 1.9.
OTHER_FORMULA = {"log_loss"} if VERSION < (1, 6) else set()
WRITTEN_FOR = "1.9.1"
try:
    from numpy._core._multiarray_umath import __cpu_features__
except ImportError:
    from numpy.core._multiarray_umath import __cpu_features__


def fuses():
    """Whether the BLAS that scikit-learn averages by fuses a multiplication and an addition in arrays of that length."""
    # The product is 1 + 2^-29 + 2^-60, whose last bit is lost where it is rounded before the sum.
    factor = 1 + 2.0**-30
    return bool((daxpy(np.full(COLUMNS, factor), np.full(COLUMNS, -1 - 2.0**-29), a=factor) == 2.0**-60).all())


FUSES = fuses()
if not FUSES and __cpu_features__.get("FMA3") and __cpu_features__.get("AVX2") and "OPENBLAS_CORETYPE" not in os.environ:
    # Wheels that are older than the processor take it for a very old one: once more as on one that they know.
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "OPENBLAS_CORETYPE": "Haswell"})


def refit(program, *words):
    finished = subprocess.run([program, *map(str, words), "--mode", "json"], capture_output=True, text=True)
    if finished.returncode != 0:
        raise SystemExit(f"refit {words} ended with {finished.returncode}: {finished.stdout}{finished.stderr}")
    return [json.loads(line)["result"] for line in finished.stdout.splitlines()]


def arrays(model):
    names = ["coef_", "intercept_", "_standard_coef", "_average_coef", "_standard_intercept", "_average_intercept"]
    return {name: getattr(model, name) for name in names if getattr(model, name, None) is not None}


def same(a, b, what):
    assert arrays(a).keys() == arrays(b).keys(), (what, arrays(a).keys(), arrays(b).keys())
    for name, array in arrays(a).items():
        other = arrays(b)[name]
        assert array.shape == other.shape and array.dtype == other.dtype, (what, name)
        assert array.tobytes() == other.tobytes(), (what, name, float(np.abs(array - other).max()))
    assert a.t_ == b.t_ and list(a.classes_) == list(b.classes_), what
    assert a.classes_.dtype == b.classes_.dtype, (what, a.classes_.dtype, b.classes_.dtype)


def load(path, what):
    """Unpickles one of refit's files; it may warn of its version in another one, and of nothing else."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with open(path, "rb") as file:
            model = pickle.load(file)
    other = [str(warning.message) for warning in caught if WRITTEN_FOR not in str(warning.message)]
    assert not other, (what, other)
    assert not caught or sklearn.__version__ != WRITTEN_FOR, (what, "a warning in the version that the file names")
    return model


def check(program, folder, model, texts, rows, y, parts, protocol, what):
    python, ours, learned, carried = (folder / f"{name}.pkl" for name in ("python", "ours", "learned", "carried"))
    python.write_bytes(pickle.dumps(model, protocol=protocol))
    with open(folder / "more.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["review", "sentiment"])
        writer.writerows([text, label if isinstance(label, str) else int(label)] for text, label in zip(texts, y.tolist()))
    assert refit(program, "inspect", python)[0]["safe"], what
    learning = "; ".join(
        f"partial-fit {folder}/more.csv --rows {part.start}:{part.stop} --batch-size {part.stop - part.start}"
        for part in parts[1:])
    results = refit(
        program, "-c", f"vectorizer n_features={COLUMNS}; import {python}; export {ours}; {learning}; export {learned}")

    copy = load(ours, what)
    same(model, copy, what + ("out",))
    assert np.array_equal(model.predict(rows), copy.predict(rows)), what
    if hasattr(model, "predict_proba"):
        assert model.predict_proba(rows).tobytes() == copy.predict_proba(rows).tobytes(), what
    assert clone(copy).get_params() == copy.get_params() and repr(copy), what
    same(copy, pickle.loads(pickle.dumps(copy)), what + ("pickled again",))

    carried.write_bytes(pickle.dumps(load(ours, what), protocol=protocol))
    before, after = (refit(program, "inspect", path)[0] for path in (ours, carried))
    for key in ("model_digest", "settings", "watermarks", "written_by"):
        assert before[key] == after[key], (what, key, before[key], after[key])
    assert before["settings"]["vectorizer"]["n_features"] == COLUMNS, what

    assert before["labels_learned"] is None, (what, "nobody has counted what Python learned")

    for classifier in (model, copy):
        for part in parts[1:]:
            classifier.partial_fit(rows[part], y[part])
    same(model, copy, what + ("on",))
    if model.loss in OTHER_FORMULA or model.average and not FUSES:
        return False
    same(model, load(learned, what), what + ("side by side",))
    return True


def check_counts(program, folder, texts, rows, labels, average, protocol):
    """Labels that refit has counted, in a pickle that Python carries along and then learns on with."""
    what = ("counted", labels, average, protocol)
    y = np.array(labels)[np.arange(len(texts)) % 5 % len(labels)]
    with open(folder / "counted.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["review", "sentiment"], *zip(texts, y.tolist())])
    ours, python = folder / "ours.pkl", folder / "python.pkl"
    refit(program, "-c", f"vectorizer n_features={COLUMNS}; classifier average={average} max_iter=1 tol=None; "
          f"fit {folder}/counted.csv --batch-size 32; export {ours}")

    def learned(model):
        python.write_bytes(pickle.dumps(model, protocol=protocol))
        return refit(program, "inspect", python)[0]["labels_learned"]

    counts = [{"label": label, "documents": int((y == label).sum())} for label in labels]
    assert refit(program, "inspect", ours)[0]["labels_learned"] == counts, what
    assert learned(load(ours, what)) == counts, what
    assert learned(load(ours, what).partial_fit(rows[:1], y[:1])) is None, what
    if len(labels) > 2:
        assert learned(load(ours, what).fit(rows[y != labels[0]], y[y != labels[0]])) is None, what
    # As many rows as before, of other labels.
    other = load(ours, what).fit(rows, y[::-1])
    assert other.t_ == load(ours, what).t_ and list(other.classes_) == labels, what
    assert learned(other) is None, what
    # What Python has learned stays unknown when refit learns on.
    refit(program, "-c", f"partial-fit {folder}/counted.csv --model {python}")
    assert refit(program, "inspect", python)[0]["labels_learned"] is None, what


def main():
    program = str(Path(sys.argv[1]).resolve())
    random = np.random.RandomState(11)
    texts = [" ".join(random.choice(WORDS, 9)) for _ in range(96)]
    rows = HashingVectorizer(n_features=COLUMNS).transform(texts)
    parts = [slice(0, 32), slice(32, 64), slice(64, 96)]
    counts = collections.Counter()
    losses = ["log_loss", "hinge", "modified_huber", "perceptron"]
    protocols = [2, 3, 4, 5]
    number = 0
    for kind, sets in LABELS.items():
        for labels in sets:
            y = np.array(labels)[random.randint(len(labels), size=len(texts))]
            for average in (False, True, 80, 1000):
                for loss in losses:
                    settings = dict(loss=loss, average=average, random_state=1)
                    if number % 3 == 1:
                        settings.update(penalty="elasticnet", alpha=1e-3)
                    if number % 5 == 2:
                        settings.update(learning_rate="invscaling", eta0=0.1)
                    model = SGDClassifier(**settings)
                    model.partial_fit(rows[parts[0]], y[parts[0]], classes=np.array(labels))
                    protocol = protocols[number % 4]
                    what = (kind, len(labels), average, loss, protocol)
                    with tempfile.TemporaryDirectory() as folder:
                        alongside = check(program, Path(folder), model, texts, rows, y, parts, protocol, what)
                    group = f"{'two' if len(labels) == 2 else 'three'} classes, {kind}"
                    counts[group, "pickles"] += 1
                    counts[group, "alongside"] += alongside
                    number += 1
    # As in refit, where truth values are 0 and 1.
    for index, labels in enumerate(labels for kind in ("int", "text") for labels in LABELS[kind]):
        for average in (False, 80):
            with tempfile.TemporaryDirectory() as folder:
                check_counts(program, Path(folder), texts, rows, labels, average, protocols[index])
    print(f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}, Python {sys.version.split()[0]}")
    if not FUSES:
        print("  this BLAS does not fuse multiplication and addition: no averages side by side")
    for group in dict.fromkeys(group for group, _ in counts):
        print(f"  {group:22} {counts[group, 'pickles']:3} pickles in, out and on: equal to the last bit; "
              f"{counts[group, 'alongside']:3} learned side by side: equal to the last bit")


main()

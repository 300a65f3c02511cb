"""Holds refit's model files against skops, safetensors and scikit-learn themselves.

Usage: check.py REFIT

For two and three classes, integer, truth-value and text labels, without averaging and with it:

1. what `skops.io.dump` writes (stored and deflated) is taken up by refit, which exports it again;
2. `skops.io.load` opens refit's file without asking to trust anything; arrays, parameters, predictions, and the weights
   after two further calls of partial_fit are those of the classifier that was dumped, to the last bit;
3. refit itself learns on from the dump, on texts, and so does scikit-learn;
4. a classifier with refit's attribute goes through skops and refit with its settings and watermarks, and with the labels that
   refit has counted, until Python learns on;
5. the safetensors package reads refit's own form: the same arrays.
"""

import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import safetensors.numpy
import skops.io
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier

COLUMNS = 256
WORDS = "good great fine bad awful poor film story cast plot end music slow quick long short".split()


def refit(program, *words):
    finished = subprocess.run([program, *words, "--mode", "json"], capture_output=True, text=True)
    if finished.returncode != 0:
        raise SystemExit(f"refit {words} ended with {finished.returncode}: {finished.stdout}{finished.stderr}")
    return [json.loads(line)["result"] for line in finished.stdout.splitlines()]


def arrays(model):
    names = ["coef_", "intercept_", "_standard_coef", "_average_coef", "_standard_intercept", "_average_intercept"]
    return {name: getattr(model, name) for name in names if getattr(model, name, None) is not None}


def same(a, b, what):
    assert arrays(a).keys() == arrays(b).keys(), what
    for name, array in arrays(a).items():
        other = arrays(b)[name]
        assert array.shape == other.shape and array.dtype == other.dtype, (what, name)
        assert np.array_equal(array.view("u8"), other.view("u8")), (what, name)
    assert a.t_ == b.t_, what


def main():
    program = str(Path(sys.argv[1]).resolve())
    random = np.random.RandomState(7)
    texts = [" ".join(random.choice(WORDS, 8)) for _ in range(90)]
    rows = HashingVectorizer(n_features=COLUMNS).transform(texts)
    parts = [slice(0, 30), slice(30, 60), slice(60, 90)]
    cases = 0
    for labels in ([0, 1], [3, 7, 11], ["bad", "good"], ["bad", "fair", "good"], [False, True]):
        y = np.array(labels)[random.randint(len(labels), size=90)]
        for average in (False, True, 40):
            for loss in ("log_loss", "hinge", "modified_huber"):
                model = SGDClassifier(loss=loss, average=average, random_state=1)
                model.partial_fit(rows[parts[0]], y[parts[0]], classes=np.array(labels))
                with tempfile.TemporaryDirectory() as folder:
                    check(program, Path(folder), model, texts, rows, y, parts)
                cases += 1
    print(f"{cases} classifiers through skops {skops.__version__}: equal to the last bit")


def check(program, folder, model, texts, rows, y, parts):
    what = f"{model} {list(model.classes_)}"
    with open(folder / "more.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["review", "sentiment"])
        writer.writerows([t, int(label) if label.dtype != object and label.dtype.kind in "bi" else str(label)]
                         for t, label in zip(texts, y))
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        skops.io.dump(model, folder / "python.skops", compression=compression)
        refit(program, "-c", f"vectorizer n_features={COLUMNS}; import {folder}/python.skops; "
              f"export {folder}/refit.skops; export {folder}/refit.safetensors")
        ours = skops.io.load(folder / "refit.skops", trusted=[])
        same(model, ours, what)
        assert model.get_params() == ours.get_params(), what
    assert np.array_equal(model.predict(rows), ours.predict(rows)), what
    if hasattr(model, "predict_proba"):
        assert np.array_equal(model.predict_proba(rows).view("u8"), ours.predict_proba(rows).view("u8")), what

    tensors = safetensors.numpy.load_file(folder / "refit.safetensors")
    for name, array in tensors.items():
        if name == "t_":
            assert float(array) == model.t_, what
        elif name in arrays(model):
            assert np.array_equal(array, getattr(model, name)), (what, name)

    again = skops.io.loads(skops.io.dumps(ours), trusted=[])
    skops.io.dump(again, folder / "carried.skops")
    before, after = (refit(program, "inspect", str(folder / name))[0] for name in ("refit.skops", "carried.skops"))
    for key in ("model_digest", "settings", "watermarks", "written_by"):
        assert before[key] == after[key], (what, key)
    assert before["settings"]["vectorizer"]["n_features"] == COLUMNS, what

    counted = folder / "counted.skops"
    refit(program, "-c", f"vectorizer n_features={COLUMNS}; fit {folder}/more.csv; export {counted}")
    found = refit(program, "inspect", str(counted))[0]
    assert [label["documents"] for label in found["labels_learned"]] == [int((y == c).sum()) for c in model.classes_], what
    carried = skops.io.load(counted, trusted=[])
    skops.io.dump(carried, counted)
    assert refit(program, "inspect", str(counted))[0]["labels_learned"] == found["labels_learned"], what
    skops.io.dump(carried.partial_fit(rows[:1], carried.classes_[:1]), counted)
    assert refit(program, "inspect", str(counted))[0]["labels_learned"] is None, what

    refit(program, "-c", "; ".join(
        [f"import {folder}/refit.skops"]
        + [f"partial-fit {folder}/more.csv --rows {part.start}:{part.stop} --batch-size 30" for part in parts[1:]]
        + [f"export {folder}/learned.skops"]))
    for classifier in (model, ours):
        for part in parts[1:]:
            classifier.partial_fit(rows[part], y[part])
    same(model, ours, what)
    same(model, skops.io.load(folder / "learned.skops", trusted=[]), what)


main()

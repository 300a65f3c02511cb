"""Trains refit and scikit-learn side by side and prints the largest difference, which must be 0.

Both sides get the same documents, settings and batches: refit through its binary, as a person would use it, and
scikit-learn through HashingVectorizer and SGDClassifier. Compared are coef_, intercept_, t_, every score that refit
prints, and the probabilities of single texts. Exit status 0 when nothing differs, 1 when something does, 4 when the
IMDB reviews were asked for and are not there.
"""

import argparse
import copy
import csv
import json
import math
import os
import random
import re
import struct
import subprocess
import sys
import tempfile

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss, roc_auc_score
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

TUTORIAL_STOP_WORDS = set(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves what which who whom this that these those am is are was were be
    been being have has had having do does did doing a an the and but if or because as until while of at by for with
    about against between into through during before after above below to from up down in out on off over under again
    further then once here there when where why how all any both each few more most other some such no nor not only
    own same so than too very s t can will just don should now""".split())


def tutorial_tokenizer(text):
    """Tags out, emoticons joined on without a space, stop words dropped: the rules of the tutorial's tokenizer."""
    text = re.sub("<[^>]*>", "", text)
    faces = re.findall(r"(?::|;|=)(?:-)?(?:\)|\(|D|P)", text.lower())
    text = re.sub(r"[\W]+", " ", text.lower()) + " ".join(faces).replace("-", "")
    return [word for word in text.split() if word not in TUTORIAL_STOP_WORDS]


def porter_tokenizer(text):
    from nltk.stem.porter import PorterStemmer

    stem = porter_tokenizer.__dict__.setdefault("stem", PorterStemmer().stem)
    return [stem(word) for word in text.split()]


TOKENIZERS = {None: None, "tutorial": tutorial_tokenizer, "porter": porter_tokenizer}


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    kinds = {"F64": "<f8", "I64": "<i8"}
    return {
        name: np.frombuffer(body[slice(*tensor["data_offsets"])], kinds[tensor["dtype"]]).reshape(tensor["shape"])
        for name, tensor in header.items() if name != "__metadata__"
    }


def refit(binary, folder, lines):
    script = os.path.join(folder, "script.refit")
    with open(script, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    done = subprocess.run([binary, "run", script, "--mode", "json"], capture_output=True, text=True, cwd=folder)
    cells = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, cells, done.stderr


def spelled(value):
    """A value as refit's command line takes it, quoted for a cell."""
    text = str(value) if not isinstance(value, dict) else repr(value)
    if isinstance(value, tuple):
        text = ",".join(str(part) for part in value)
    return f'"{text}"' if re.search(r"[\s;#]", text) and not isinstance(value, dict) else text


def options(settings):
    return " ".join(f"--{name.replace('_', '-')} {spelled(value)}" for name, value in settings.items())


def difference(a, b):
    """The largest absolute difference; differing bits of equal values (such as -0.0) count as the least one."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    if a.shape != b.shape:
        return math.inf
    if a.tobytes() == b.tobytes():
        return 0.0
    return max(float(np.max(np.abs(a - b))), 5e-324)


def draw(rng, labels):
    """Random settings of both classes that scikit-learn accepts together."""
    vectorizer = {
        "n_features": rng.choice([1, 7, 1000, 2**12, 2**14, 2**14 - 3, 2**17]),
        "norm": rng.choice(["l1", "l2", "l2", None]),
        "binary": rng.random() < 0.2,
        "alternate_sign": rng.random() < 0.7,
        "analyzer": rng.choice(["word", "word", "word", "char", "char_wb"]),
        "lowercase": rng.random() < 0.8,
        "strip_accents": rng.choice([None, None, "ascii", "unicode"]),
        "ngram_range": rng.choice([(1, 1), (1, 1), (1, 2), (2, 3), (1, 3)]),
    }
    if vectorizer["analyzer"] == "word":
        vectorizer["stop_words"] = rng.choice([None, None, "english"])
        vectorizer["tokenizer"] = rng.choice([None, None, None, "tutorial", "porter"])
    classifier = {
        "loss": rng.choice(
            ["log_loss", "log_loss", "hinge", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber",
             "epsilon_insensitive", "squared_epsilon_insensitive"]),
        "penalty": rng.choice(["l2", "l2", "l1", "elasticnet", None]),
        "alpha": rng.choice([1e-2, 1e-4, 1e-5, 1e-6]),
        "l1_ratio": rng.choice([0.15, 0.5, 0.9]),
        "fit_intercept": rng.random() < 0.85,
        "shuffle": rng.random() < 0.8,
        "random_state": rng.choice([0, 1, 42, 2**32 - 1]),
        "learning_rate": rng.choice(["optimal", "optimal", "constant", "invscaling", "adaptive", "pa1", "pa2"]),
        "eta0": rng.choice([0.01, 0.1]),
        "average": rng.choice([False, False, True, 10, 10000]),
        "max_iter": 5,
        "tol": rng.choice([1e-3, None]),
    }
    if classifier["learning_rate"] in ("pa1", "pa2"):
        classifier["loss"] = "hinge"
    if rng.random() < 0.2:
        classifier["class_weight"] = {label: rng.choice([0.5, 1.0, 3.0]) for label in labels}
    return vectorizer, classifier


def relabelled(rows, count, as_text, rng):
    names = [f"class {index}" for index in range(count)] if as_text else list(range(count))
    return [(text, names[(label + rng.randrange(count - 1)) % count]) for text, label in rows]


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["review", "sentiment"])
        writer.writerows(rows)


def sklearn_side(vectorizer, classifier):
    vectorizer = dict(vectorizer)
    tokenizer = TOKENIZERS[vectorizer.pop("tokenizer", None)]
    pattern = {"token_pattern": None} if tokenizer else {}
    return HashingVectorizer(tokenizer=tokenizer, **vectorizer, **pattern), SGDClassifier(**classifier)


def one_run(binary, rows, rng, number):
    count = rng.choice([2, 2, 2, 3, 5])
    rows = relabelled(rng.sample(rows, 160), count, as_text=rng.random() < 0.4, rng=rng)
    labels = sorted({label for _, label in rows})
    vectorizer, classifier = draw(rng, labels)
    whole_set = rng.random() < 0.25
    batch = rng.choice([1, 7, 50, 1000])
    with tempfile.TemporaryDirectory() as folder:
        write_csv(os.path.join(folder, "rows.csv"), rows)
        fit = "fit rows --rows :80 --whole-set" if whole_set else f"fit rows --rows :80 --batch-size {batch}"
        status, cells, complaint = refit(binary, folder, [
            "load rows.csv --as rows", "vectorizer " + options(vectorizer), "classifier " + options(classifier), fit,
            f"partial-fit rows --rows 80:120 --batch-size {batch}", "score rows --rows 120:",
            "export model.safetensors"])
        texts, truth = [text for text, _ in rows], [label for _, label in rows]
        hashing, sgd = sklearn_side(vectorizer, classifier)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                warnings.simplefilter("ignore", UserWarning)
                X = hashing.transform(texts)
                if whole_set:
                    sgd.fit(X[:80], truth[:80])
                else:
                    for start in range(0, 80, batch):
                        stop = min(start + batch, 80)
                        sgd.partial_fit(X[start:stop], truth[start:stop], classes=labels)
                for start in range(80, 120, batch):
                    stop = min(start + batch, 120)
                    sgd.partial_fit(X[start:stop], truth[start:stop])
        except ValueError as error:
            if status == 1:
                return "refused", 0.0
            return f"run {number}: scikit-learn refuses ({error}), refit does not", math.inf
        if status != 0:
            return f"run {number}: {vectorizer} {classifier}: refit says {complaint}", math.inf
        arrays = read_safetensors(os.path.join(folder, "model.safetensors"))
        figures = [
            difference(arrays["coef_"], sgd.coef_), difference(arrays["intercept_"], sgd.intercept_),
            difference(arrays["t_"].reshape(()), sgd.t_),
            difference(cells[5]["result"]["accuracy"], sgd.score(X[120:], truth[120:])),
        ]
        worst = max(figures)
        return f"run {number}: {vectorizer} {classifier} whole_set={whole_set} batch={batch}: {figures}", worst


def random_runs(binary, count, seed):
    with open(os.path.join(ROOT, "datasets/sample/reviews.csv"), encoding="utf-8", newline="") as file:
        rows = [(row["review"], int(row["sentiment"])) for row in csv.DictReader(file)]
    rows += [(text, index % 2) for index, text in enumerate(
        ["Ελληνικός ΟΔΟΣ ΣΑΣ", "İstanbul ŞEKER", "naïve café cafe\u0301", "映画 は よかった", "no\x1cbreak\u2028here", "", "the",
         ":) :-) ;( =D <br />great", "Ⅷ ½ ² ﬁne ﬀ", "😀😀 great👍🏽"] * 5)]
    worst, refused = 0.0, 0
    for number in range(count):
        words, largest = one_run(binary, rows, random.Random(seed * 1_000_003 + number), number)
        refused += words == "refused"
        if largest > 0:
            print(words)
        worst = max(worst, largest)
    print(f"random settings: {count} runs ({refused} refused by both), largest difference {worst}")
    return worst


def imdb_run(binary, path):
    """The main job: 20,000 reviews learned, then 2,500 of feedback by each strategy from the same start."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [(row["review"], int(row["sentiment"])) for row in csv.DictReader(file)]
    texts, truth = [text for text, _ in rows], np.array([label for _, label in rows])
    strategies = {"fetchone": 1, "fetchmany --batch-size 1000": 1000, "fetchall": 2500}
    lines = [
        f"load {spelled(path)} --as movies", "vectorizer tutorial", "classifier random_state=1",
        "fit movies --rows :20000 --batch-size 1000", "score movies --rows 22500:", "export start.safetensors",
        "feedback open reviews.sqlite --create", "feedback import movies --rows 20000:22500"]
    for number, strategy in enumerate(strategies):
        lines += ["import start.safetensors", f"update --fetch {strategy}", "score movies --rows 22500:",
                  f"export {number}.safetensors"]
    with tempfile.TemporaryDirectory() as folder:
        status, cells, complaint = refit(binary, folder, lines)
        if status != 0:
            print(complaint)
            return math.inf
        models = [read_safetensors(os.path.join(folder, f"{name}.safetensors")) for name in ("start", 0, 1, 2)]
    scores = [cell["result"] for cell in cells if cell["input"].startswith("score")]
    hashing = HashingVectorizer(
        decode_error="ignore", n_features=2**21, tokenizer=tutorial_tokenizer, token_pattern=None)
    start = SGDClassifier(loss="log_loss", random_state=1)
    for first in range(0, 20000, 1000):
        start.partial_fit(hashing.transform(texts[first:first + 1000]), truth[first:first + 1000], classes=[0, 1])
    held_out, feedback = hashing.transform(texts[22500:]), hashing.transform(texts[20000:22500])
    worst = judge_imdb("start", models[0], scores[0], start, held_out, truth[22500:])
    for number, (strategy, batch) in enumerate(strategies.items()):
        model = copy.deepcopy(start)
        for first in range(0, 2500, batch):
            model.partial_fit(feedback[first:first + batch], truth[20000:22500][first:first + batch])
        difference = judge_imdb(
            strategy, models[number + 1], scores[number + 1], model, held_out, truth[22500:])
        worst = max(worst, difference)
    return worst


def judge_imdb(name, arrays, score, model, held_out, truth):
    expected = {
        "accuracy": model.score(held_out, truth),
        "log_loss": log_loss(truth, model.predict_proba(held_out)),
        "roc_auc": roc_auc_score(truth, model.decision_function(held_out)),
    }
    exact = {
        "coef_": difference(arrays["coef_"], model.coef_), "intercept_": difference(arrays["intercept_"], model.intercept_),
        "t_": difference(arrays["t_"].reshape(()), model.t_),
        "accuracy": difference(score["accuracy"], expected["accuracy"]),
    }
    # NumPy adds up the log losses and the areas pairwise, refit as they come: these two may differ in the last bits.
    rounded = {name: difference(score[name], expected[name]) for name in ("log_loss", "roc_auc")}
    print(f"IMDB reviews, {name}: accuracy {expected['accuracy']}, differences {exact}, {rounded}")
    return max(exact.values()) if max(rounded.values()) < 1e-12 else math.inf


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--refit", default=os.path.join(ROOT, ".build/release/refit"))
    parser.add_argument("--runs", type=int, default=100, help="how many random settings")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--imdb", help="the file that datasets/get-imdb made")
    arguments = parser.parse_args()
    worst = random_runs(os.path.abspath(arguments.refit), arguments.runs, arguments.seed)
    if arguments.imdb:
        if not os.path.exists(arguments.imdb):
            print(f"{arguments.imdb} is not there; datasets/get-imdb makes it", file=sys.stderr)
            return 4
        worst = max(worst, imdb_run(os.path.abspath(arguments.refit), os.path.abspath(arguments.imdb)))
    print(f"largest difference: {worst}")
    return 0 if worst == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

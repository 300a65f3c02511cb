"""Plays the whole round trip: the application is used, refit updates its model meanwhile, and every answer is accounted for.

Usage: check.py REFIT REVIEWS.csv [--keep FOLDER]

Everything runs on loopback, in a scratch folder. The weights are compared bit by bit with those that scikit-learn itself has
after the same rows, and the answers on the pages with the probabilities that it gives.
"""

import argparse
import csv
import html
import importlib.util
import json
import os
import pickle
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 60


class Application:
    """The application in a process of its own, at a port that the system has chosen."""

    def __init__(self, folder, learns=False):
        environment = os.environ | {"PORT": "0", "PYTHONUNBUFFERED": "1"}
        environment["LEARN_AT_START"] = "1" if learns else "0"
        self.log = open(folder.parent / f"{folder.name}.log", "a+")
        start = self.log.tell()
        self.process = subprocess.Popen([sys.executable, "app.py"], cwd=folder, env=environment, stdout=self.log,
                                        stderr=subprocess.STDOUT)
        deadline = time.monotonic() + PATIENCE
        while True:
            self.log.seek(start)
            words = self.log.read()
            if found := re.search(r"http://127\.0\.0\.1:\d+", words):
                self.address = found[0]
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the application did not start: {words}")
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def page(self, path, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with urllib.request.urlopen(self.address + path, data, timeout=PATIENCE) as answer:
                return answer.status, html.unescape(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.code, html.unescape(error.read().decode())

    def judge(self, text):
        """The label and the probability that the page of a review shows."""
        status, page = self.page("/results", review=text)
        assert status == 200, page
        label = int(re.search(r'class="primary" name="sentiment" value="(\d)"', page)[1])
        return label, float(re.search(r'<meter min="0" max="1" value="([^"]+)"', page)[1])

    def tell(self, text, label):
        status, page = self.page("/thanks", review=text, sentiment=label)
        assert status == 200 and "Thank you!" in page, page


def vectorizer(folder):
    spec = importlib.util.spec_from_file_location(f"vectorizer_{abs(hash(folder))}", folder / "vectorizer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.vect


def load(folder):
    return pickle.loads((folder / "pkl_objects" / "classifier.pkl").read_bytes())


def weights(model):
    return model.coef_.tobytes(), model.intercept_.tobytes(), model.t_


def rows(folder):
    connection = sqlite3.connect(folder / "reviews.sqlite")
    try:
        return connection.execute("SELECT review, sentiment FROM review_db ORDER BY rowid").fetchall()
    finally:
        connection.close()


def learn(model, vect, batch):
    model.partial_fit(vect.transform([text for text, _ in batch]), [label for _, label in batch], classes=[0, 1])


def say(sentence):
    print(sentence, flush=True)


class Play:
    def __init__(self, program, reviews, scratch):
        self.program = str(Path(program).resolve())
        self.scratch = scratch
        with open(reviews, newline="", encoding="utf-8") as file:
            documents = [(row["review"], int(row["sentiment"])) for row in csv.DictReader(file)]
        # The first 3,000 are learned; readers write the others.
        self.written = [(text, label) for text, label in documents[3000:] if len(text) >= 15]
        self.probes = [text for text, _ in self.written[-20:]]
        self.fresh = scratch / "fresh"
        shutil.copytree(HERE / "application", self.fresh, ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run([sys.executable, HERE / "make_model.py", reviews, self.fresh], check=True)
        self.vect = vectorizer(self.fresh)

    def copy(self, name):
        folder = self.scratch / name
        shutil.copytree(self.fresh, folder, ignore=shutil.ignore_patterns("__pycache__"))
        return folder

    def refit(self, *words, status=0):
        finished = subprocess.run([self.program, *map(str, words), "--mode", "json"], capture_output=True, text=True)
        assert finished.returncode == status, (words, finished.returncode, finished.stdout, finished.stderr)
        return [json.loads(line)["result"] for line in finished.stdout.splitlines()]

    def update(self, folder, *options):
        return self.refit(
            "update", "--model", folder / "pkl_objects" / "classifier.pkl", "--db", folder / "reviews.sqlite", *options)[0]

    def expect_answers(self, application, model):
        """Every probe is answered on the page as the model answers it, to the last bit."""
        for text in self.probes:
            row = self.vect.transform([text])
            expected = int(model.predict(row)[0]), float(model.predict_proba(row).max())
            assert application.judge(text) == expected, (application.judge(text), expected)

    def used(self):
        """Readers use the application; refit updates the model while they write; a restart takes it up."""
        folder = self.copy("used")
        model = load(folder)
        with Application(folder) as application:
            status, page = application.page("/")
            assert status == 200 and "<textarea" in page
            assert application.page("/results", review="too short")[0] == 422
            assert application.page("/thanks", review="long enough a review", sentiment="7")[0] == 400
            self.expect_answers(application, model)
            for text, label in self.written[:40]:
                application.judge(text)
                application.tell(text, label)

            enough = threading.Event()
            failures = []

            def write():
                try:
                    for text, label in self.written[40:900]:
                        if enough.is_set():
                            break
                        application.tell(text, label)
                        time.sleep(0.01)
                except Exception as error:
                    failures.append(error)

            writer = threading.Thread(target=write)
            writer.start()
            applied = [self.update(folder, "--vectorizer", "tutorial")["rows_applied"] for _ in range(3)]
            enough.set()
            writer.join()
            applied.append(self.update(folder)["rows_applied"])
            assert not failures, failures
            total = len(rows(folder))
            say(f"$ refit update --model pkl_objects/classifier.pkl --vectorizer tutorial --db reviews.sqlite   "
                f"# {len(applied)} times, while {total - 40} answers came in\n"
                f"rows applied: {' + '.join(map(str, applied))} = {sum(applied)} of {total}")
            assert sum(applied) == total and sum(1 for count in applied if count) > 1, applied
            # The running application has not learned, and so has counted nothing twice.
            self.expect_answers(application, model)

        left = rows(folder)
        for count in filter(None, applied):
            learn(model, self.vect, left[:count])
            left = left[count:]
        assert weights(load(folder)) == weights(model)
        with Application(folder) as application:
            self.expect_answers(application, model)
        assert self.update(folder)["rows_applied"] == 0
        kept = folder / "pkl_objects" / "classifier.pkl.bak"
        assert self.refit("inspect", kept)[0]["safe"]
        say("restarted: the answers are those of the updated weights, which are scikit-learn's to the last bit; "
            "once more: 0 rows applied")
        return folder

    def as_the_tutorial(self, used):
        """One update of refit's is the tutorial's own script, and what the application learns at start is the same."""
        ours, theirs, at_start = (self.copy(name) for name in ("ours", "theirs", "at-start"))
        for folder in (ours, theirs, at_start):
            shutil.copy(used / "reviews.sqlite", folder / "reviews.sqlite")
        total = len(rows(used))
        subprocess.run([sys.executable, HERE / "update.py", theirs], check=True)
        result = self.update(ours, "--vectorizer", "tutorial", "--fetch", "fetchmany", "--batch-size", "10000")
        assert result["rows_applied"] == total and result["batches"] == 1
        assert weights(load(ours)) == weights(load(theirs))
        say(f"one update of all {total} rows: refit's pickle and the tutorial's script's have the same weights, bit by bit")

        # The tutorial's script counts them again; refit does not.
        subprocess.run([sys.executable, HERE / "update.py", theirs], check=True)
        assert self.update(ours)["rows_applied"] == 0
        assert weights(load(ours)) != weights(load(theirs)) and load(theirs).t_ == load(ours).t_ + total
        say("a second time: the tutorial's script has learned every answer twice, refit once")

        pristine = weights(load(at_start))
        for _ in range(2):
            with Application(at_start, learns=True) as application:
                self.expect_answers(application, load(ours))
        with Application(at_start, learns=True) as application:
            text, label = self.written[300]
            application.tell(text, label)
            model = load(ours)
            learn(model, self.vect, [(text, label)])
            self.expect_answers(application, model)
        assert weights(load(at_start)) == pristine
        say("LEARN_AT_START=1: the same answers after every restart, and the pickle stays as it was trained")

        try:
            Application(ours, learns=True).stop()
        except RuntimeError as refusal:
            assert "count them twice" in str(refusal).replace("\n", " "), refusal
        else:
            raise AssertionError("the application learned what refit had learned before")
        say("both at once is refused: the pickle has learned the answers already")

    def other_stop_words(self, used):
        """The stop words beside the model are the application's: a later list's are learned by, a shorter one is refused."""
        ours, theirs = (self.copy(name) for name in ("longer-ours", "longer-theirs"))
        for folder in (ours, theirs):
            shutil.copy(used / "reviews.sqlite", folder / "reviews.sqlite")
            path = folder / "pkl_objects" / "stopwords.pkl"
            words = pickle.loads(path.read_bytes())
            path.write_bytes(pickle.dumps(words + ["film", "movie", "didn", "won", "re"], protocol=4))
        subprocess.run([sys.executable, HERE / "update.py", theirs], check=True)
        self.update(ours, "--vectorizer", "tutorial")
        assert weights(load(ours)) == weights(load(theirs))
        imported = self.copy("imported")
        shutil.copy(used / "reviews.sqlite", imported / "reviews.sqlite")
        shutil.copy(theirs / "pkl_objects" / "stopwords.pkl", imported / "pkl_objects" / "stopwords.pkl")
        model = imported / "pkl_objects" / "classifier.pkl"
        self.refit("-c", f"vectorizer tutorial; import {model}; update --db {imported / 'reviews.sqlite'}; export {model}")
        assert weights(load(imported)) == weights(load(theirs))
        shorter = self.copy("shorter")
        shutil.copy(used / "reviews.sqlite", shorter / "reviews.sqlite")
        (shorter / "pkl_objects" / "stopwords.pkl").write_bytes(pickle.dumps(["the", "of"]))
        before = (shorter / "pkl_objects" / "classifier.pkl").read_bytes()
        self.refit(
            "update", "--model", shorter / "pkl_objects" / "classifier.pkl", "--db", shorter / "reviews.sqlite",
            "--vectorizer", "tutorial", status=1)
        assert (shorter / "pkl_objects" / "classifier.pkl").read_bytes() == before
        say("stop words: those of a longer stopwords.pkl are learned by, bit by bit; a shorter one is refused")

    def exported(self, used):
        """`refit export --flask` writes an application that is complete, and goes on."""
        folder = self.scratch / "exported"
        self.refit("-c", f"import {used}/pkl_objects/classifier.pkl; feedback open {used}/reviews.sqlite; "
                   f"export --flask {folder}")
        assert weights(load(folder)) == weights(load(used)) and rows(folder) == rows(used)
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        say(f"$ refit -c 'import …/classifier.pkl; feedback open …/reviews.sqlite; export --flask exported'\n"
            f"{' '.join(names)}")
        model = load(folder)
        with Application(folder) as application:
            self.expect_answers(application, model)
            new = self.written[400:410]
            for text, label in new:
                application.tell(text, label)
        # Its database lies elsewhere, and its rows are known all the same.
        assert self.update(folder)["rows_applied"] == 10
        learn(model, self.vect, new)
        assert weights(load(folder)) == weights(model)
        with Application(folder) as application:
            self.expect_answers(application, model)
        self.refit("-c", f"import {used}/pkl_objects/classifier.pkl; export --flask {folder}", status=1)
        say("the exported application answers, keeps 10 more answers, is updated by 10 rows, and answers on; "
            "a folder that holds something is left alone")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("refit")
    parser.add_argument("reviews")
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, which stays")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        play = Play(arguments.refit, arguments.reviews, (arguments.keep or Path(scratch)).resolve())
        used = play.used()
        play.as_the_tutorial(used)
        play.other_stop_words(used)
        play.exported(used)


main()

"""What the contenders need, each thing made when a command first names it, in a folder that is removed at the end."""

import csv
import os
import re
import shutil
import sqlite3
import subprocess
from itertools import islice
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLASSIFIER = "classifier loss=log_loss random_state=1"
SETTINGS = {
    "tutorial": f"vectorizer tutorial; {CLASSIFIER}",
    "pairs": f"vectorizer n_features=2^21 tokenizer=tutorial ngram_range=1,2; {CLASSIFIER}",
    "porter": f"vectorizer n_features=2^21 tokenizer=porter; {CLASSIFIER}",
}


class LeftOut(Exception):
    """Something that cannot be had here; the contenders that need it are left out, and named with this reason."""


class Inputs(dict):
    """Paths by name. A name of the form `csv_1000` or `sqlite_1000` is that many synthetic reviews."""

    def __init__(self, bench, **known):
        super().__init__(here=HERE, root=ROOT, work=bench.work, **SETTINGS, **known)
        self.bench, self.missing = bench, {}

    def __missing__(self, name):
        if name not in self.missing:
            try:
                kind, _, count = name.rpartition("_")
                self.bench.say(f"making {name}")
                self[name] = MAKERS[kind](self, int(count)) if count.isdigit() else MAKERS[name](self)
                return self[name]
            except LeftOut as reason:
                self.missing[name] = reason
            except subprocess.CalledProcessError as error:
                self.missing[name] = LeftOut(f"{name} cannot be made: {(error.stderr or str(error)).strip()[-300:]}")
        raise self.missing[name]

    def call(self, *words, **options):
        """Runs a program outside any measurement, and returns what it said."""
        return subprocess.run([str(word) for word in words], check=True, text=True, stdin=subprocess.DEVNULL, cwd=self["work"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.bench.environment, **options).stdout


def tool(source, *libraries):
    def compiled(inputs):
        program = inputs["work"] / source.removesuffix(".c")
        inputs.call("cc", "-O2", "-o", program, HERE / source, *libraries)
        return program
    return compiled


def environment(name, requirements):
    def interpreter(inputs):
        try:
            return inputs.call(ROOT / "scripts/python-env", name, ROOT / requirements).strip()
        except subprocess.CalledProcessError as error:
            raise LeftOut(f"no environment with {name}: {error.stderr.strip()[-300:]}") from None
    return interpreter


def imdb(inputs):
    try:
        return Path(inputs.call(ROOT / "datasets/get-imdb").strip())
    except subprocess.CalledProcessError as error:
        raise LeftOut(f"no IMDB reviews: {error.stderr.strip()[-300:]}") from None


def imdb4(inputs):
    """The IMDB reviews, four times over."""
    path = inputs["work"] / "imdb4.csv"
    header, reviews = inputs["imdb"].read_bytes().split(b"\n", 1)
    path.write_bytes(header + b"\n" + reviews * 4)
    return path


def words(*options):
    """The words of imdb4, split and lower-cased for Vowpal Wabbit."""
    def make(inputs):
        path = inputs["work"] / f"imdb4{len(options)}.vw"
        inputs.call(inputs["python"], HERE / "vw_input.py", inputs["imdb4"], path, *options)
        return path
    return make


def synthetic(inputs, count):
    path = inputs["work"] / f"synthetic-{count}.csv"
    inputs.call(inputs["refit"], "sample", path, "--documents", count)
    return path


def database(path, source, count=None):
    """A feedback database with the tutorial's table, filled from a CSV file."""
    with sqlite3.connect(path) as connection, open(source, newline="", encoding="utf-8") as file:
        connection.execute("CREATE TABLE review_db (review TEXT, sentiment INTEGER, date TEXT)")
        rows = ((row["review"], int(row["sentiment"])) for row in islice(csv.DictReader(file), count))
        connection.executemany("INSERT INTO review_db VALUES (?, ?, '2016-05-04 10:00:00')", rows)
    connection.close()
    return path


def application(inputs):
    """The tutorial's Flask application with a classifier that has learned 3,000 reviews."""
    folder = inputs["work"] / "application"
    shutil.copytree(ROOT / "experiments/tutorial/flask/application", folder)
    inputs.call(inputs["python"], ROOT / "experiments/tutorial/flask/make_model.py", inputs["imdb"], folder, "3000")
    return folder


def application_of(whose):
    """A copy of the application in which one contender may do as it likes."""
    def copied(inputs):
        return shutil.copytree(inputs["application"], inputs["work"] / f"application-{whose}")
    return copied


def model(ending):
    """A model of 2^21 columns that has learned the IMDB reviews."""
    def exported(inputs):
        path = inputs["work"] / f"model.{ending}"
        inputs.call(inputs["refit"], "-c", f"load {inputs['imdb']} --as r; {SETTINGS['tutorial']}; fit r; export {path}")
        return path
    return exported


def texts(whole):
    """2,000 reviews, or their beginnings up to 100 characters, a line each, without signs that refit's commands know."""
    def written(inputs):
        path = inputs["work"] / ("reviews.txt" if whole else "beginnings.txt")
        with open(inputs["imdb"], newline="", encoding="utf-8") as file, open(path, "w", encoding="utf-8") as out:
            for row in islice(csv.DictReader(file), 2_000):
                text = re.sub(r"<[^>]*>|[^\w.,!?]|--", " ", row["review"])
                out.write("a " + " ".join(text.split())[:None if whole else 98] + "\n")
        return path
    return written


def reviews_csv(inputs):
    """The same reviews as a dataset; which labels it has does not matter."""
    path = inputs["work"] / "reviews.csv"
    with open(path, "w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["review", "sentiment"])
        rows.writerows((line, number % 2) for number, line in enumerate(inputs["reviews"].read_text(encoding="utf-8").splitlines()))
    return path


def one_text(inputs):
    path = inputs["work"] / "one.txt"
    path.write_text("a wonderful film\n")
    return path


def predictions(name):
    """The same texts as commands."""
    def written(inputs):
        path = inputs["work"] / f"{name}.refit"
        lines = inputs[name].read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([f"import {inputs['safetensors']}", *(f"predict {line}" for line in lines)]) + "\n", encoding="utf-8")
        return path
    return written


MAKERS = {
    "launch": tool("launch.c"), "plain": tool("plain.c", "-lm"), "rows": tool("rows.c", "-lsqlite3"), "write": tool("write.c"),
    "python": environment("scikit-learn", "Tests/Golden/requirements.txt"),
    "vw": environment("vowpalwabbit", "experiments/benchmarks/vowpalwabbit.txt"),
    "river": environment("river", "experiments/benchmarks/river.txt"),
    "imdb": imdb, "imdb4": imdb4, "imdb4_words": words(), "imdb4_kept_words": words("--without-stop-words"),
    "csv": synthetic,
    "sqlite": lambda inputs, count: database(inputs["work"] / f"synthetic-{count}.sqlite", inputs[f"csv_{count}"]),
    "imdb_sqlite": lambda inputs: database(inputs["work"] / "imdb.sqlite", inputs["imdb"]),
    "imdb4_sqlite": lambda inputs: database(inputs["work"] / "imdb4.sqlite", inputs["imdb4"]),
    "no_rows": lambda inputs: database(inputs["work"] / "empty.sqlite", inputs["imdb"], 0),
    "application": application,
    "refit_folder": application_of("refit"), "many_folder": application_of("many"), "python_folder": application_of("python"),
    "safetensors": model("safetensors"), "pickle": model("pkl"),
    "reviews": texts(True), "beginnings": texts(False),
    "reviews_csv": reviews_csv, "one_text": one_text,
    "reviews_commands": predictions("reviews"), "beginnings_commands": predictions("beginnings"),
}

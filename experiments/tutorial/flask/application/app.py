"""Says whether a film review is good or bad, asks the reader whether that is right, and keeps the answer.

The answers go into the table review_db of reviews.sqlite. How the classifier learns from them is a choice of two, and
each of them counts an answer once:

* by refit (the usual way): `refit update` writes a new classifier.pkl. This program learns nothing itself, and is
  restarted to take the new file up.
* at start: with LEARN_AT_START=1 in the environment, the program learns from all answers of the table when it starts,
  and from each new one as it comes, in memory. The pickle stays as it was trained, and refit must not update it.
"""

import os
import pickle
import sqlite3
from pathlib import Path

from flask import Flask, abort, render_template, request

from vectorizer import vect

HERE = Path(__file__).resolve().parent
MODEL = HERE / "pkl_objects" / "classifier.pkl"
DATABASE = HERE / "reviews.sqlite"
SHORTEST, LONGEST = 15, 20_000
LEARNS = os.environ.get("LEARN_AT_START") == "1"
NAMES = {"0": "negative", "1": "positive"}

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1 << 20


def load_model():
    """The classifier of the file, which is our own; never load a pickle of a stranger's."""
    with open(MODEL, "rb") as file:
        return pickle.load(file)


def connect():
    """The database, with its table; it waits for another program that is writing."""
    connection = sqlite3.connect(DATABASE, timeout=10)
    connection.execute("CREATE TABLE IF NOT EXISTS review_db (review TEXT, sentiment INTEGER, date TEXT)")
    return connection


def update_model(model, batch_size=10_000):
    """Learns from every answer in the table, in the order of arrival."""
    connection = connect()
    try:
        rows = connection.execute("SELECT review, sentiment FROM review_db ORDER BY rowid")
        while batch := rows.fetchmany(batch_size):
            texts, labels = zip(*batch)
            model.partial_fit(vect.transform(texts), labels, classes=model.classes_)
    finally:
        connection.close()


def remember(text, label):
    """Adds an answer to the table."""
    connection = connect()
    try:
        with connection:
            connection.execute(
                "INSERT INTO review_db (review, sentiment, date) VALUES (?, ?, DATETIME('now'))", (text, label)
            )
    finally:
        connection.close()


classifier = load_model()
if LEARNS:
    if "_refit" in vars(classifier):
        raise SystemExit(
            f"{MODEL} was written by refit, which has learned the answers already; learning them at start would count "
            "them twice. Unset LEARN_AT_START, or put the pickle back that was trained without feedback."
        )
    update_model(classifier)
connect().close()


def name_of(label):
    """How a label is shown."""
    return NAMES.get(str(label), str(label)) if set(map(str, classifier.classes_)) == set(NAMES) else str(label)


def judge(text):
    """The label of a text, and its probability where the classifier has one."""
    row = vect.transform([text])
    label = classifier.predict(row)[0]
    if not hasattr(classifier, "predict_proba"):
        return label, None
    return label, float(classifier.predict_proba(row).max())


def submitted_text():
    text = request.form.get("review", "")
    if not SHORTEST <= len(text.strip()) or len(text) > LONGEST:
        abort(400, f"A review has {SHORTEST} to {LONGEST} characters.")
    return text


@app.get("/")
def index():
    return render_template("form.html", review="", error=None, shortest=SHORTEST, longest=LONGEST)


@app.post("/results")
def results():
    text = request.form.get("review", "")
    if len(text.strip()) < SHORTEST:
        error = f"That is very short. Please write at least {SHORTEST} characters."
        page = render_template("form.html", review=text, error=error, shortest=SHORTEST, longest=LONGEST)
        return page, 422
    label, probability = judge(submitted_text())
    others = [(other, name_of(other)) for other in classifier.classes_ if other != label]
    return render_template(
        "results.html", review=text, label=label, name=name_of(label), probability=probability, others=others
    )


@app.post("/thanks")
def thanks():
    text = submitted_text()
    labels = {str(label): label for label in classifier.classes_}
    answer = request.form.get("sentiment")
    if answer not in labels:
        abort(400, "That is no label of this classifier.")
    # SQLite knows Python's own numbers, and not NumPy's.
    label = labels[answer].item() if hasattr(labels[answer], "item") else labels[answer]
    remember(text, label)
    if LEARNS:
        classifier.partial_fit(vect.transform([text]), [label])
    return render_template("thanks.html", learns=LEARNS)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "5000")))

"""The tutorial's own way to learn from the feedback: every row of the table, ten thousand at a time, and a new pickle.

Usage: update.py FOLDER

Run twice, it learns every row twice: a pickle does not say what it has seen. `refit update` is the same without that.
"""

import pickle
import sqlite3
import sys
from pathlib import Path


def update_model(database, model, vect, batch_size=10000):
    connection = sqlite3.connect(database)
    cursor = connection.cursor()
    cursor.execute("SELECT * FROM review_db")
    results = cursor.fetchmany(batch_size)
    while results:
        model.partial_fit(vect.transform([row[0] for row in results]), [row[1] for row in results], classes=[0, 1])
        results = cursor.fetchmany(batch_size)
    connection.close()
    return model


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    from vectorizer import vect

    path = folder / "pkl_objects" / "classifier.pkl"
    with open(path, "rb") as file:
        classifier = pickle.load(file)
    update_model(folder / "reviews.sqlite", classifier, vect)
    with open(path, "wb") as file:
        pickle.dump(classifier, file, protocol=4)

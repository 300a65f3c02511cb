"""The tutorial's update from the feedback database: tutorial_update.py FOLDER DATABASE [--fetchone]

FOLDER holds the application's vectorizer.py and pkl_objects/. The loop is the tutorial's own, ten thousand rows at a time; with
--fetchone a row at a time. Prints the digest of the weights.
"""

import pickle
import sqlite3
import sys
from pathlib import Path

from tutorial import digest

folder, database = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(folder))
from update import update_model  # noqa: E402
from vectorizer import vect  # noqa: E402


def update_by_row(path, model):
    cursor = sqlite3.connect(path).cursor()
    cursor.execute("SELECT * FROM review_db")
    while row := cursor.fetchone():
        model.partial_fit(vect.transform([row[0]]), [row[1]], classes=[0, 1])


path = folder / "pkl_objects" / "classifier.pkl"
with open(path, "rb") as file:
    classifier = pickle.load(file)
if "--fetchone" in sys.argv:
    update_by_row(database, classifier)
else:
    update_model(database, classifier, vect)
with open(path, "wb") as file:
    pickle.dump(classifier, file, protocol=4)
print(f"weights {digest(classifier)}")

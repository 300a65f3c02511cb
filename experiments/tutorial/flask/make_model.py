"""Trains the classifier of the application, and writes it and the list of stop words as pickles.

Usage: make_model.py REVIEWS.csv FOLDER [ROWS]

FOLDER is a copy of `application`. The classifier learns the first ROWS reviews (3,000) in batches of 1,000, as the
tutorial's reader does before there is any feedback.
"""

import csv
import pickle
import sys
from itertools import islice
from pathlib import Path

STOP_WORDS = """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
herself it its itself they them their theirs themselves what which who whom this that these those am is are was were be
been being have has had having do does did doing a an the and but if or because as until while of at by for with about
against between into through during before after above below to from up down in out on off over under again further then
once here there when where why how all any both each few more most other some such no nor not only own same so than too
very s t can will just don should now""".split()


def main(reviews, folder, rows=3000):
    objects = Path(folder) / "pkl_objects"
    objects.mkdir(exist_ok=True)
    with open(objects / "stopwords.pkl", "wb") as file:
        pickle.dump(STOP_WORDS, file, protocol=4)

    # Only now: vectorizer.py reads the list.
    sys.path.insert(0, str(folder))
    from sklearn.linear_model import SGDClassifier
    from vectorizer import vect

    classifier = SGDClassifier(loss="log_loss", random_state=1)
    with open(reviews, newline="", encoding="utf-8") as file:
        documents = islice(csv.DictReader(file), rows)
        while batch := list(islice(documents, 1000)):
            labels = [int(document["sentiment"]) for document in batch]
            classifier.partial_fit(vect.transform([document["review"] for document in batch]), labels, classes=[0, 1])
    with open(objects / "classifier.pkl", "wb") as file:
        pickle.dump(classifier, file, protocol=4)


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))

"""scikit-learn learns a CSV file out of core, as the tutorial does: sklearn_fit.py CSV [--tokenizer T] [--ngrams LO,HI] [--save PKL]

Prints the number of documents and the digest of the weights.
"""

import argparse
import pickle

from sklearn.linear_model import SGDClassifier

from tutorial import batches, digest, vectorizer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv")
    parser.add_argument("--tokenizer", default="tutorial")
    parser.add_argument("--ngrams", default="1,1")
    parser.add_argument("--save")
    arguments = parser.parse_args()
    vect = vectorizer(arguments.tokenizer, tuple(map(int, arguments.ngrams.split(","))))
    classifier = SGDClassifier(loss="log_loss", random_state=1)
    documents = 0
    for texts, labels in batches(arguments.csv):
        classifier.partial_fit(vect.transform(texts), labels, classes=[0, 1])
        documents += len(texts)
    print(f"documents {documents} weights {digest(classifier)}")
    if arguments.save:
        with open(arguments.save, "wb") as file:
            pickle.dump(classifier, file, protocol=4)


if __name__ == "__main__":
    main()

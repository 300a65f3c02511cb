"""What the contenders in Python share: the tutorial's words, its vectorizer, the reviews in batches, and a digest of weights."""

import csv
import hashlib
import re
import sys
from itertools import islice
from pathlib import Path

FLASK = Path(__file__).resolve().parent.parent / "tutorial" / "flask"
sys.path.insert(0, str(FLASK))
from make_model import STOP_WORDS  # noqa: E402

STOP = set(STOP_WORDS)


def words(text, stop=STOP):
    """The words of a text without tags and stop words, with its emoticons behind them: the tutorial's tokenizer."""
    text = re.sub(r"<[^>]*>", "", text)
    emoticons = re.findall(r"(?::|;|=)(?:-)?(?:\)|\(|D|P)", text.lower())
    text = re.sub(r"[\W]+", " ", text.lower()) + " ".join(emoticons).replace("-", "")
    return [word for word in text.split() if word not in stop]


def stems(text):
    """The stems of a text's words: the tutorial's `tokenizer_porter`."""
    return [stems.stem(word) for word in text.split()]


def vectorizer(tokenizer="tutorial", ngrams=(1, 1)):
    """The tutorial's vectorizer, with another tokenizer or n-grams if need be."""
    from sklearn.feature_extraction.text import HashingVectorizer

    if tokenizer == "porter":
        from nltk.stem.porter import PorterStemmer

        stems.stem = PorterStemmer().stem
    return HashingVectorizer(decode_error="ignore", n_features=2**21, tokenizer={"tutorial": words, "porter": stems}[tokenizer],
                             token_pattern=None, ngram_range=ngrams)


def batches(path, size=1000):
    """The texts and labels of a CSV file, `size` at a time."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        while batch := list(islice(rows, size)):
            yield [row["review"] for row in batch], [int(row["sentiment"]) for row in batch]


def digest(model):
    """The SHA-256 of a classifier's learned numbers: the same for two classifiers whose numbers have the same bits."""
    import numpy as np

    numbers = [np.ascontiguousarray(model.coef_, "<f8"), np.ascontiguousarray(model.intercept_, "<f8"), np.array(model.t_, "<f8")]
    return hashlib.sha256(b"".join(array.tobytes() for array in numbers)).hexdigest()

"""How a review becomes a row of numbers: the same for training, for the web pages and for refit."""

import pickle
import re
from pathlib import Path

from sklearn.feature_extraction.text import HashingVectorizer

with open(Path(__file__).resolve().parent / "pkl_objects" / "stopwords.pkl", "rb") as file:
    stop = set(pickle.load(file))


def tokenizer(text):
    """The words of a text without tags and stop words, with its emoticons behind them."""
    text = re.sub(r"<[^>]*>", "", text)
    emoticons = re.findall(r"(?::|;|=)(?:-)?(?:\)|\(|D|P)", text.lower())
    text = re.sub(r"[\W]+", " ", text.lower()) + " ".join(emoticons).replace("-", "")
    return [word for word in text.split() if word not in stop]


vect = HashingVectorizer(decode_error='ignore', n_features=2**21, tokenizer=tokenizer, token_pattern=None)

"""Writes the words of a CSV file's reviews as Vowpal Wabbit takes them, split and lower-cased: vw_input.py CSV OUT [--without-stop-words]

Its own signs in words, the colon and the bar of smileys, become letters.
"""

import sys

from tutorial import STOP, batches, words

stop = STOP if "--without-stop-words" in sys.argv else ()
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for texts, labels in batches(sys.argv[1]):
        for text, label in zip(texts, labels):
            out.write(f"{1 if label else -1} | {' '.join(words(text, stop)).replace(':', 'C').replace('|', 'B')}\n")

"""Writes the words of a CSV file's reviews as Vowpal Wabbit takes them, ready split: vw_input.py CSV OUT

Its own signs in words, the colon and the bar of smileys, become letters.
"""

import sys

from tutorial import batches, words

with open(sys.argv[2], "w", encoding="utf-8") as out:
    for texts, labels in batches(sys.argv[1]):
        for text, label in zip(texts, labels):
            out.write(f"{1 if label else -1} | {' '.join(words(text)).replace(':', 'C').replace('|', 'B')}\n")

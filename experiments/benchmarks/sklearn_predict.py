"""scikit-learn predicts texts, a line each, one by one: sklearn_predict.py MODEL.pkl TEXTS [--batch]

With --batch it takes a thousand at a time. Prints how many there were, a digest of labels and probabilities, and how long the
median and the slowest hundredth of the single predictions took.
"""

import hashlib
import pickle
import sys
import time

from tutorial import vectorizer

with open(sys.argv[1], "rb") as file:
    classifier = pickle.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    texts = file.read().splitlines()
vect = vectorizer()
size = 1000 if "--batch" in sys.argv else 1
says, times = hashlib.sha256(), []
for first in range(0, len(texts), size):
    start = time.perf_counter()
    probabilities = classifier.predict_proba(vect.transform(texts[first:first + size]))
    times.append(time.perf_counter() - start)
    for line in probabilities.tolist():
        label = int(line[1] > line[0])
        says.update(f"{label} {line[label]!r}\n".encode())
times.sort()
print(f"texts {len(texts)} answers {says.hexdigest()} median {times[len(times) // 2]:.9f} p99 {times[len(times) * 99 // 100]:.9f}")

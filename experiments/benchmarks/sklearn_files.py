"""The time that pickle takes to read a classifier, or to write it without syncing: sklearn_files.py load|dump MODEL.pkl TARGET"""

import pickle
import sys
import time

import sklearn.linear_model  # noqa: F401  The time is that of the file, not of the import.

start = time.perf_counter()
with open(sys.argv[2], "rb") as file:
    classifier = pickle.load(file)
if sys.argv[1] == "dump":
    start = time.perf_counter()
    with open(sys.argv[3], "wb") as file:
        pickle.dump(classifier, file, protocol=4)
print(f"seconds {time.perf_counter() - start:.9f}")

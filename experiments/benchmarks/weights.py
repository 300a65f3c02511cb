"""Says what is in a model: weights.py MODEL.pkl [WEIGHTS.f64]

Prints the digest of a pickled classifier's weights, as the contenders in Python do of theirs; of the weights that plain.c has
written, the largest difference from the classifier's.
"""

import pickle
import sys

import numpy as np

from tutorial import digest

with open(sys.argv[1], "rb") as file:
    model = pickle.load(file)
if len(sys.argv) == 2:
    print(f"weights {digest(model)}")
else:
    plain = np.fromfile(sys.argv[2], "<f8")
    print(f"difference {max(np.abs(plain[:-1] - model.coef_[0]).max(), abs(plain[-1] - model.intercept_[0])):.3g}")

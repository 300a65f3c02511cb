"""Writes pickles-older.json: pickles in the layouts of scikit-learn 0.15 to 0.24, which runs on no Python of today.

They are emitted opcode by opcode as Python's pickler orders them, with the modules, the attributes and the values that those
releases have (read in their source): the module `stochastic_gradient` before 0.22, `loss_function` before 0.19, `n_iter`
before 0.21 and what was done as `_max_iter` and `_tol` in 0.19 and 0.20, `standard_coef_` before 0.23, no version before 0.18.
`pickletools.dis` finds each in order. The weights are eighths, so that anyone can read them.
"""

import base64
import io
import json
import pickletools
import struct
from pathlib import Path

N_FEATURES = 4
OLD, NEW = "sklearn.linear_model.stochastic_gradient", "sklearn.linear_model._stochastic_gradient"


class Array:
    """Numbers or texts of a shape; one that is met twice is written once."""

    def __init__(self, kind, shape, values):
        self.kind, self.shape, self.values = kind, shape, list(values)

    def content(self):
        if self.kind.startswith("U"):
            return b"".join(text.encode("utf-32-le").ljust(4 * int(self.kind[1:]), b"\0") for text in self.values)
        return struct.pack(f"<{len(self.values)}{ {'f8': 'd', 'i8': 'q'}[self.kind]}", *self.values)

    def bits(self):
        return "".join(f"{word[0]:016x}" for word in struct.iter_unpack("<Q", self.content()))


class Loss:
    def __init__(self, module, name, *arguments):
        self.module, self.name, self.arguments = module, name, arguments


class Pickler:
    def __init__(self, protocol, is_python_2=False):
        self.protocol, self.is_python_2 = protocol, is_python_2
        self.body, self.memo = b"", {}

    def put(self, key=None):
        number = len(self.memo)
        self.memo[key or ("unnamed", number)] = number
        if self.protocol >= 4:
            self.body += b"\x94"
        else:
            self.body += b"q" + bytes([number]) if number < 256 else b"r" + struct.pack("<I", number)

    def met(self, key):
        """Writes a reference to what was written before."""
        if key not in self.memo:
            return False
        number = self.memo[key]
        self.body += b"h" + bytes([number]) if number < 256 else b"j" + struct.pack("<I", number)
        return True

    def name(self, module, name):
        if self.met(("name", module, name)):
            return
        if self.protocol >= 4:
            self.write(module)
            self.write(name)
            self.body += b"\x93"
        else:
            self.body += f"c{module}\n{name}\n".encode()
        self.put(("name", module, name))

    def bytes(self, value):
        if self.is_python_2:
            self.body += b"U" + bytes([len(value)]) + value if len(value) < 256 else b"T" + struct.pack("<i", len(value)) + value
            self.put()
        elif self.protocol >= 3:
            self.body += b"C" + bytes([len(value)]) + value if len(value) < 256 else b"B" + struct.pack("<I", len(value)) + value
            self.put()
        else:
            self.name("_codecs", "encode")
            self.write((value.decode("latin1"), "latin1"))
            self.body += b"R"
            self.put()

    def text(self, value):
        if self.met(("text", value)):
            return
        content = value.encode()
        if self.is_python_2:
            self.body += b"U" + bytes([len(content)]) + content
        elif self.protocol >= 4 and len(content) < 256:
            self.body += b"\x8c" + bytes([len(content)]) + content
        else:
            self.body += b"X" + struct.pack("<I", len(content)) + content
        self.put(("text", value))

    def integer(self, value):
        if 0 <= value < 256:
            self.body += b"K" + bytes([value])
        elif 0 <= value < 65536:
            self.body += b"M" + struct.pack("<H", value)
        else:
            self.body += b"J" + struct.pack("<i", value)

    def tuple(self, values):
        if len(values) > 3:
            self.body += b"("
        for value in values:
            self.write(value)
        self.body += {0: b")", 1: b"\x85", 2: b"\x86", 3: b"\x87"}.get(len(values), b"t")
        if values:
            self.put()

    def dictionary(self, entries):
        self.body += b"}"
        self.put()
        self.body += b"("
        for key, value in entries.items():
            self.write(key)
            self.write(value)
        self.body += b"u"

    def array(self, array):
        if self.met(("array", id(array))):
            return
        self.name("numpy.core.multiarray", "_reconstruct")
        self.name("numpy", "ndarray")
        self.write((0,))
        self.bytes(b"b")
        self.body += b"\x87"
        self.put()
        self.body += b"R"
        self.put(("array", id(array)))
        self.body += b"("
        self.write(1)
        self.write(array.shape)
        self.type(array.kind)
        self.write(False)
        self.bytes(array.content())
        self.body += b"t"
        self.put()
        self.body += b"b"

    def type(self, kind):
        if self.met(("type", kind)):
            return
        self.name("numpy", "dtype")
        # The truth values of Python 2's NumPy were whole numbers.
        self.write((kind, 0, 1) if self.is_python_2 else (kind, False, True))
        self.body += b"R"
        self.put(("type", kind))
        sizes = (4 * int(kind[1:]), 4, 8) if kind.startswith("U") else (-1, -1, 0)
        self.write((3, "<", None, None, None) + sizes)
        self.body += b"b"

    def write(self, value):
        if value is None:
            self.body += b"N"
        elif value is True or value is False:
            self.body += b"\x88" if value else b"\x89"
        elif isinstance(value, int):
            self.integer(value)
        elif isinstance(value, float):
            self.body += b"G" + struct.pack(">d", value)
        elif isinstance(value, str):
            self.text(value)
        elif isinstance(value, tuple):
            self.tuple(value)
        elif isinstance(value, dict):
            self.dictionary(value)
        elif isinstance(value, Array):
            self.array(value)
        else:
            self.name(value.module, value.name)
            self.write(value.arguments)
            self.body += b"R"
            self.put()

    def classifier(self, module, state):
        self.name(module, "SGDClassifier")
        self.body += b")\x81"
        self.put()
        self.dictionary(state)
        self.body += b"b."
        frame = b"\x95" + struct.pack("<Q", len(self.body)) if self.protocol >= 4 else b""
        return b"\x80" + bytes([self.protocol]) + frame + self.body


def numbers(start, *shape):
    count = 1
    for length in shape:
        count *= length
    return Array("f8", shape, [(start + 3 * index) / 8 - 1 for index in range(count)])


def classes(labels):
    if isinstance(labels[0], int):
        return Array("i8", (len(labels),), labels)
    return Array(f"U{max(map(len, labels))}", (len(labels),), labels)


def learned(labels, average, is_reported, prefix=""):
    """The arrays under the names before 0.23, or with `_` as prefix those from then on, aliased as scikit-learn has them."""
    problems = 1 if len(labels) == 2 else len(labels)
    if not average:
        return {"coef_": numbers(1, problems, N_FEATURES), "intercept_": numbers(2, problems)}
    shape = (N_FEATURES,) if problems == 1 else (problems, N_FEATURES)
    standard, averaged = numbers(5, *shape), numbers(7, *shape)
    intercept, averaged_intercept = numbers(4, problems), numbers(6, problems)
    coef = averaged if is_reported else standard
    # Of two classes scikit-learn reports a view, which is another array with the same numbers.
    coef = Array("f8", (problems, N_FEATURES), coef.values) if problems == 1 else coef
    names = [name[:-1] if prefix else name for name in ("standard_coef_", "average_coef_", "standard_intercept_",
                                                        "average_intercept_")]
    values = [standard, averaged, intercept, averaged_intercept]
    return {"coef_": coef, "intercept_": averaged_intercept if is_reported else intercept,
            **{prefix + name: value for name, value in zip(names, values)}}


def record(name, protocol, module, labels, settings, rest, arrays, expected, t=25.0, is_python_2=False):
    label_array = classes(labels)
    state = {**settings, "classes_": label_array, "t_": t, **arrays, **rest}
    pickle = Pickler(protocol, is_python_2).classifier(module, state)
    pickletools.dis(pickle, io.StringIO())
    present = {"standard_coef_": "_standard_coef", "average_coef_": "_average_coef",
               "standard_intercept_": "_standard_intercept", "average_intercept_": "_average_intercept"}
    common = dict(alpha=0.0001, average=False, class_weight=None, early_stopping=False, epsilon=0.1, eta0=0.01,
                  fit_intercept=True, l1_ratio=0.15, learning_rate="optimal", loss="log_loss", max_iter=5,
                  n_iter_no_change=5, n_jobs=None, penalty="l2", power_t=0.5, random_state=1, shuffle=True, tol=None,
                  validation_fraction=0.1, verbose=0, warm_start=False)
    return {
        "name": f"layout of scikit-learn {name}, protocol {protocol}",
        "settings": {**common, **expected},
        "classes": labels,
        "t": t,
        "arrays": {present.get(key, key): array.bits() for key, array in arrays.items()},
        "pickle": base64.b64encode(pickle).decode(),
    }


def settings(**changed):
    """Those that every release from 0.15 to 0.24 has, with the defaults of the time."""
    return {**dict(loss="log", penalty="l2", learning_rate="optimal", epsilon=0.1, alpha=0.0001, C=1.0, l1_ratio=0.15,
                   fit_intercept=True, shuffle=True, random_state=1, verbose=0, eta0=0.0, power_t=0.5, warm_start=False,
                   class_weight=None, n_jobs=1), **changed}


def records():
    fast, later = "sklearn.linear_model.sgd_fast", "sklearn.linear_model._sgd_fast"
    two, three = [0, 1], ["bad", "fair", "na\u00efve"]
    stopping = dict(early_stopping=False, validation_fraction=0.1, n_iter_no_change=5)
    expanded = {"_expanded_class_weight": Array("f8", (2,), [1.0, 1.0])}
    return [
        record("0.15 on Python 2", 2, OLD, two, settings(n_iter=1),
               {"loss_function": Loss(fast, "Log"), **expanded}, learned(two, False, False),
               dict(max_iter=1), is_python_2=True),
        record("0.17", 4, OLD, two, settings(n_iter=5, average=True, random_state=None),
               {"loss_function": Loss(fast, "Log"), **expanded}, learned(two, True, True),
               dict(average=True, random_state=None)),
        record("0.18", 3, OLD, [1, 2, 5], settings(n_iter=7, average=1000, loss="squared_loss", penalty="none"),
               {"loss_function": Loss(fast, "SquaredLoss"), "_sklearn_version": "0.18.2"},
               learned([1, 2, 5], True, False), dict(average=1000, loss="squared_error", penalty=None, max_iter=7)),
        record("0.19", 2, OLD, two, settings(average=False, n_iter=3, max_iter=None, tol=0.001),
               {"_max_iter": 3, "_tol": None, "n_iter_": 1, "loss_function_": Loss(fast, "Log"),
                "_sklearn_version": "0.19.2"}, learned(two, False, False), dict(max_iter=3)),
        record("0.20", 4, OLD, three, settings(average=False, n_iter=None, max_iter=None, tol=0.001, n_jobs=None,
                                               loss="hinge", **stopping),
               {"_max_iter": 1000, "_tol": 0.001, "n_iter_": 1, "loss_function_": Loss(fast, "Hinge", 1.0),
                "_sklearn_version": "0.20.4"}, learned(three, False, False),
               dict(loss="hinge", max_iter=1000, tol=0.001)),
        record("0.21", 3, OLD, three, settings(average=10, max_iter=1000, tol=0.001, n_jobs=None, **stopping),
               {"n_iter_": 1, "loss_function_": Loss(fast, "Log"), "_sklearn_version": "0.21.3"},
               learned(three, True, True), dict(average=10, max_iter=1000, tol=0.001)),
        record("0.22", 4, NEW, two, settings(average=True, max_iter=1000, tol=0.001, n_jobs=None, eta0=0.01, **stopping),
               {"n_iter_": 1, "loss_function_": Loss(later, "Log"), "_sklearn_version": "0.22.2"},
               learned(two, True, True), dict(average=True, max_iter=1000, tol=0.001)),
        record("0.24", 4, NEW, two, settings(average=True, max_iter=1000, tol=0.001, n_jobs=None, **stopping),
               {"n_iter_": 1, "n_features_in_": N_FEATURES, "loss_function_": Loss(later, "Log"),
                "_sklearn_version": "0.24.2"},
               learned(two, True, True, prefix="_"), dict(average=True, max_iter=1000, tol=0.001)),
    ]


path = Path(__file__).with_name("pickles-older.json")
path.write_text(json.dumps(records(), indent=1) + "\n")

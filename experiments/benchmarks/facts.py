"""Reads what the contenders say: facts that must agree, and times of parts of a program."""

import hashlib
import json
import pathlib
import re
import statistics


def cells(output):
    """The results of refit's commands, from --mode json; only the lines that are such objects."""
    return [json.loads(line) for line in output.splitlines() if line.startswith('{"cell"')]


def result(**names):
    """Facts from the last command of refit's that has them: fact=key."""
    def read(output):
        found = {}
        for cell in cells(output):
            for fact, key in names.items():
                if key in (cell["result"] or {}):
                    found[fact] = str(cell["result"][key])
        missing = [key for fact, key in names.items() if fact not in found]
        if missing:
            raise ValueError(f"refit has said no {' and no '.join(missing)}")
        return found
    return read


def scores(output):
    """refit's scores, rounded as the other contenders print them."""
    said = result(documents="documents", accuracy="accuracy", loss="log_loss", auc="roc_auc")(output)
    return {"documents": said["documents"], **{name: f"{float(said[name]):.12f}" for name in ("accuracy", "loss", "auc")}}


def pairs(*names):
    """Facts that are printed as a name and a value."""
    def read(output):
        words = output.split()
        return {name: words[words.index(name) + 1] for name in names}
    return read


def vw(output):
    return {"documents": re.search(r"number of examples = (\d+)", output)[1]}


def answers(output):
    """The digest of refit's predictions that sklearn_predict.py makes of its own."""
    return digested([cell["result"] for cell in cells(output) if "probability" in cell["result"]])


def predicted(output):
    """The same of predictions in a file, whose path refit has said."""
    lines = pathlib.Path(cells(output)[-1]["result"]["path"]).read_text(encoding="utf-8").splitlines()
    return digested([json.loads(line) for line in lines])


def digested(predictions):
    says = "".join(f"{prediction['label']} {prediction['probability']!r}\n" for prediction in predictions)
    return {"texts": str(len(predictions)), "answers": hashlib.sha256(says.encode()).hexdigest()}


def printed(name):
    """A time that a program has printed behind a name."""
    return lambda output: float(pairs(name)(output)[name])


def last_cell(output):
    """The time of refit's last command."""
    return cells(output)[-1]["seconds"]


def predictions(share):
    """The time within which that share of refit's predictions was made."""
    def read(output):
        times = sorted(cell["seconds"] for cell in cells(output) if "probability" in cell["result"])
        return statistics.median(times) if share == 0.5 else times[int(len(times) * share)]
    return read

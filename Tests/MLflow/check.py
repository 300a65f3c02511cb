"""Opens what refit has exported with MLflow itself, as a file store and after `mlflow migrate-filestore`.

Usage: check.py STORE [CONTINUATIONS]

STORE is the folder that `export --mlflow` was given. Each run is held against its own artifacts: the record, the batches
and the safetensors file. CONTINUATIONS holds a RUN_ID.json for runs whose models are to learn on: rows, labels, and the
weights that refit has after them.
"""

import collections
import csv
import json
import math
import os
import re
import struct
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

import mlflow
import mlflow.sklearn
import numpy as np
import skops.io
from mlflow.tracking import MlflowClient
from scipy.sparse import csr_matrix


def tensors(path):
    """The arrays of a safetensors file, read by its specification."""
    data = Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    arrays = {}
    for name, tensor in header.items():
        if name == "__metadata__":
            continue
        begin, end = tensor["data_offsets"]
        kind = {"F64": "<f8", "I64": "<i8"}[tensor["dtype"]]
        arrays[name] = np.frombuffer(data[8 + length + begin:8 + length + end], kind).reshape(tensor["shape"])
    return header["__metadata__"], arrays


def expected_history(batches, key):
    """The points of a progressive figure: steps count the documents of all commands."""
    points, learned, before, cell = [], 0, 0, None
    for row in batches:
        if row["cell"] != cell:
            before, cell = learned, row["cell"]
        learned = before + int(row["documents"])
        if row[key] != "":
            points.append((learned, float(row[key])))
    return points


def check_figures(client, run, artifacts):
    record = json.loads((artifacts / "run/record.json").read_text(encoding="utf-8"))
    with open(artifacts / "run/batches.csv", newline="", encoding="utf-8") as file:
        batches = list(csv.DictReader(file))
    points = 0
    for key in ("progressive_accuracy", "progressive_log_loss"):
        expected = expected_history(batches, key)
        if expected:
            actual = sorted((m.step, m.value) for m in client.get_metric_history(run.info.run_id, key))
            assert actual == sorted(expected), (key, actual, expected)
            points += len(actual)
    latest = {}
    for cell in record["cells"]:
        latest.update(cell["figures"])
    names = {key: re.sub(r"[^-\w.: ]", "_", key.replace("[", ".").replace("]", ""), flags=re.A) for key in latest}
    shared = {name for name, count in collections.Counter(names.values()).items() if count > 1}
    for key, value in latest.items():
        name = names[key]
        # Names that refit has to change further are for its own tests.
        if key.startswith("progressive_") or isinstance(value, (str, bool)) or name in shared:
            continue
        if value is None:
            assert name not in run.data.metrics, name
        elif name.lstrip(". ") == name and len(name) <= 250:
            assert run.data.metrics[name] == value, (name, run.data.metrics.get(name), value)
    assert all(math.isfinite(value) for value in run.data.metrics.values())
    assert run.data.tags["mlflow.runName"] == record["name"] == run.info.run_name == run.data.params["name"]
    if record["notes"]:
        assert run.data.tags["mlflow.note.content"] == "\n\n".join(record["notes"])
    assert run.info.status == "FINISHED" and run.info.end_time >= run.info.start_time > 0
    for number, source in enumerate(record["inputs"], 1):
        assert run.data.tags.get(f"refit.input.{number}.sha256") == source["sha256"]
    return record, points


def check_model(run, artifacts, continuation):
    metadata, arrays = tensors(artifacts / "model/model.safetensors")
    assert run.data.tags["refit.model_digest"] == metadata["model_digest"]
    assert skops.io.get_untrusted_types(file=artifacts / "model/model.skops") == []
    model = mlflow.sklearn.load_model(f"runs:/{run.info.run_id}/model")
    aliases = json.loads(metadata.get("aliases", "{}"))
    for name in ["coef_", "intercept_", "_standard_coef", "_average_coef", "_standard_intercept", "_average_intercept"]:
        source = aliases.get(name, name)
        if source not in arrays:
            assert not hasattr(model, name), name
            continue
        actual = getattr(model, name)
        assert actual.dtype == np.float64 and actual.tobytes() == arrays[source].tobytes(), name
        if actual.shape == getattr(model, source).shape:
            assert actual is getattr(model, source), f"{name} is no longer {source}"
    assert model.t_ == arrays["t_"].item()
    classes = arrays["classes_"].tolist() if "classes_" in arrays else json.loads(metadata["classes"])
    assert model.classes_.tolist() == classes
    parameters = model.get_params()
    for name, value in json.loads(metadata["classifier"]).items():
        assert parameters[name] == value or isinstance(value, dict), name
        assert run.data.params[f"classifier.{name}"] == str(parameters[name]), name
    assert len([name for name in run.data.params if name.startswith("classifier.")]) == len(parameters)
    repr(model)
    if continuation is None:
        return "loaded"
    ends = [0] + continuation["row_ends"]
    rows = csr_matrix(
        (np.array(continuation["values"], float), np.array(continuation["columns"], np.int32), np.array(ends)),
        shape=(len(ends) - 1, continuation["n_features"]))
    assert np.isin(model.predict(rows), model.classes_).all()
    assert model.predict_proba(rows).shape == (rows.shape[0], len(classes))
    model.partial_fit(rows, continuation["labels"])
    assert model.coef_.ravel().tobytes() == np.array(continuation["coef"], float).tobytes(), "coef_ after partial_fit"
    assert model.intercept_.tobytes() == np.array(continuation["intercept"], float).tobytes(), "intercept_"
    assert model.t_ == continuation["t"]
    return "loaded, and learned on to the same bits"


def check(uri, continuations):
    mlflow.set_tracking_uri(uri)
    client = MlflowClient()
    experiments = client.search_experiments()
    seen = {}
    for experiment in experiments:
        for run in client.search_runs([experiment.experiment_id]):
            listed = {entry.path for entry in client.list_artifacts(run.info.run_id, "run")}
            assert {"run/record.json", "run/script.refit", "run/batches.csv"} <= listed, listed
            artifacts = Path(client.download_artifacts(run.info.run_id, ""))
            record, points = check_figures(client, run, artifacts)
            words = "no model"
            if record["model"] is not None and (artifacts / "model").is_dir():
                path = continuations / f"{run.info.run_id}.json" if continuations else None
                following = json.loads(path.read_text()) if path and path.exists() else None
                words = check_model(run, artifacts, following)
            print(
                f"  {experiment.name!r} / {run.info.run_name!r}: {len(run.data.params)} params, "
                f"{len(run.data.metrics)} metrics, {points} stepped points, {len(run.data.tags)} tags; model {words}")
            seen[run.info.run_id] = (experiment.name, run.data.params, run.data.metrics, run.data.tags)
    assert seen, f"no runs in {uri}"
    return seen


def main():
    warnings.simplefilter("error", category=UserWarning)
    store = Path(sys.argv[1]).resolve()
    continuations = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    print(f"MLflow {mlflow.__version__}, file store:")
    files = check(store.as_uri(), continuations)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/mlflow.db"
        environment = {name: value for name, value in os.environ.items() if name != "MLFLOW_ALLOW_FILE_STORE"}
        migration = subprocess.run(
            [sys.executable, "-m", "mlflow", "migrate-filestore", "--source", str(store), "--target", database],
            env=environment, capture_output=True, text=True)
        print(migration.stdout)
        assert migration.returncode == 0, migration.stderr
        assert "WARNING" not in migration.stderr, migration.stderr
        print("after mlflow migrate-filestore, SQLite:")
        assert check(database, continuations) == files, "the database says something else"
    print("the file store and the database say the same")


main()

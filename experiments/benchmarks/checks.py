"""What must be equal before a time is believed. Each check returns what is wrong, as a list of sentences."""

import facts

SCIKIT = "scikit-learn"


def same_weights(csv, settings="{tutorial}", plain=False):
    """What refit learns, exported as a pickle and opened by scikit-learn, must have the bits that scikit-learn has learned.

    With `plain`, the weights of the plain loop in C must be the same up to rounding.
    """
    def check(bench, said):
        if SCIKIT not in said:
            return ["scikit-learn did not run, so that nothing was compared"]
        path = bench.work / "check.pkl"
        commands = f"load {csv} --as r; {settings}; fit r --batch-size 1000; export {path}".format_map(bench.inputs)
        output = bench.inputs.call(bench.inputs["refit"], "-c", commands, "--mode", "json")
        wrong = compare("refit's models", facts.result(model="model_digest")(output)["model"], said["refit"]["model"])
        wrong += compare("the weights", weights(bench, path), said[SCIKIT]["weights"])
        return wrong + (plain_loop(bench, csv, path) if plain else [])
    return check


def plain_loop(bench, csv, model):
    written = bench.work / "plain.f64"
    bench.inputs.call(bench.inputs["plain"], csv.format_map(bench.inputs), written)
    output = bench.inputs.call(bench.inputs["python"], bench.inputs["here"] / "weights.py", model, written)
    difference = float(facts.pairs("difference")(output)["difference"])
    return [f"the plain loop's weights are off by up to {difference}"] if difference > 1e-9 else []


def same_update(bench, said):
    """The pickle that refit has updated must have the bits of the one that the tutorial's script has updated."""
    if SCIKIT not in said:
        return ["the tutorial's script did not run, so that nothing was compared"]
    path = bench.inputs["refit_folder"] / "pkl_objects" / "classifier.pkl"
    return compare("the weights", weights(bench, path), said[SCIKIT]["weights"])


def weights(bench, path):
    return facts.pairs("weights")(bench.inputs.call(bench.inputs["python"], bench.inputs["here"] / "weights.py", path))["weights"]


def compare(what, one, other):
    return [] if one == other else [f"{what} differ: {one} and {other}"]

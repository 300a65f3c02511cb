#!/usr/bin/env python3
"""Measures refit against scikit-learn, Vowpal Wabbit, river and plain loops in C on the same reviews; see README.md.

Exit status: 0 all was measured that can be; 1 something that must be equal is not, or a program failed; 2 wrong usage.
Whether a target is met does not change the status.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import report
from cases import CASES, growth
from checks import SCIKIT
from measure import judge, run_case, say, summary
from prepare import HERE, ROOT, Inputs, LeftOut

# Some machines choose another, slower kernel for an old OpenBLAS by these; scikit-learn is to have its best.
UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


class Bench:
    """What all cases share: the scratch folder, the inputs, the environment of the programs."""

    def __init__(self, work, refit, feedback_rows):
        self.work, self.say = work, say
        self.environment = {name: value for name, value in os.environ.items() if name not in UNSET}
        self.environment |= {"XDG_STATE_HOME": str(work / "state"), "NO_COLOR": "1"}
        self.cores = sorted(os.sched_getaffinity(0))
        self.inputs = Inputs(self, refit=refit, feedback_rows=feedback_rows)

    def machine(self):
        """What must be known of the machine and of refit to compare these numbers with others."""
        cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
        memory = next(int(line.split()[1]) * 1024 for line in open("/proc/meminfo") if line.startswith("MemTotal"))
        return {"cpu": cpu, "cores": len(self.cores), "memory_bytes": memory, "kernel": platform.release(),
                 "refit": self.inputs.call(self.inputs["refit"], "--version").strip(), "commit": git("describe", "--always", "--dirty"),
                 "date": time.strftime("%Y-%m-%d"), "cc": self.inputs.call("cc", "--version").splitlines()[0]}

    def stages(self, program, rounds):
        """What each stage of a `fit` costs on one core: its name, nanoseconds, what they are a piece of, and seconds."""
        words = ["taskset", "--cpu-list", str(self.cores[0]), program, self.inputs["imdb"], str(rounds)]
        *stages, counts = (line.split("\t") for line in self.inputs.call(*words).splitlines())
        return {"counts": dict(zip(("row", "token", "entry"), map(int, counts[1:]))), "stages": [
            {"name": name, "nanoseconds": float(ns), "per": per, "seconds": float(seconds)} for name, ns, per, seconds in stages]}

    def versions(self):
        """The versions of the others, of those that were used: asking for one would install it."""
        facts = {}
        for name, modules in (("python", ("sklearn", "numpy", "scipy", "nltk")), ("vw", ("vowpalwabbit",)), ("river", ("river",))):
            if name in self.inputs:
                words = "import sys, {0}; print(sys.version.split()[0], *(m.__version__ for m in ({0},)))".format(", ".join(modules))
                facts[name] = dict(zip(("python", *modules), self.inputs.call(self.inputs[name], "-c", words).split()))
        return facts


def git(*words):
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def measured(bench, case, rounds):
    """A case with all that came of it, as it stands in results.json."""
    left_out, present = {}, []
    for contender in case.contenders:
        try:
            files = [contender.stdin or "", *(path for pair in contender.fresh for path in pair)]
            for word in [*contender.command, *files]:
                word.format_map(bench.inputs)
            present.append(contender)
        except LeftOut as reason:
            left_out[contender.name] = str(reason)
    if case.check and SCIKIT in left_out:
        left_out |= {contender.name: "without scikit-learn its work cannot be checked" for contender in present}
        present = []
    case.contenders = [c for c in present if c.less is None or any(c.less == other.name for other in present)]
    load = os.getloadavg()[0]
    results, wrong = run_case(bench, case, rounds) if case.contenders else ({}, [])
    if wrong:
        # What does different work has no time.
        results = {}
    summary(results, case.base)
    return {"name": case.name, "title": case.title, "note": case.note, "contenders": results, "left_out": left_out,
            "wrong": wrong, "load_average": load, "targets": judge(case, results)}


def chosen(arguments):
    cases = CASES + [growth(power) for power in arguments.growth]
    names = {case.name for case in cases} | {"growth"}
    if unknown := set(arguments.only or []) - names:
        print(f"bench: no case {', '.join(unknown)}; --list names them", file=sys.stderr)
        sys.exit(2)
    return [case for case in cases if not arguments.only or case.name in arguments.only
            or "growth" in arguments.only and case.name.startswith("growth-")]


def quicker(case):
    """A case without what takes minutes; None where nothing is left to compare with."""
    slow = [contender.name for contender in case.contenders if not contender.warm]
    case.contenders = [contender for contender in case.contenders if contender.warm]
    return None if case.check and SCIKIT in slow else case


def renewed(found, path):
    """Earlier results with the cases that were measured now in the place of the same ones, if it was the same machine and refit."""
    earlier = json.loads(path.read_text(encoding="utf-8"))
    for fact in ("cpu", "cores", "memory_bytes", "refit"):
        if earlier["machine"][fact] != found["machine"][fact]:
            sys.exit(f"bench: {path} was measured with another {fact}, so nothing is written")
    now = {case["name"]: case for case in found["cases"]}
    return earlier | {"cases": [now.get(case["name"], case) for case in earlier["cases"]]}


def powers(text):
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--refit", default=ROOT / ".build/release/refit", type=Path, help="the program, a release build")
    parser.add_argument("--rounds", type=int, help="how many rounds, otherwise as each case says; what takes minutes has fewer")
    parser.add_argument("--only", nargs="+", metavar="CASE", help="these cases; growth means all of them")
    parser.add_argument("--growth", type=powers, default=range(3, 7), metavar="3..7", help="powers of ten of synthetic rows (3..6)")
    parser.add_argument("--quick", action="store_true", help="one round, and nothing that takes minutes: to see that all works")
    parser.add_argument("--to", type=Path, help="a folder for results.json, results.md, ratios.svg and growth.svg; with --only, "
                        "cases that are there are replaced")
    parser.add_argument("--list", action="store_true", help="name the cases")
    arguments = parser.parse_args()
    cases = chosen(arguments)
    if arguments.quick:
        cases = [case for case in map(quicker, cases) if case]
    if arguments.list:
        print("\n".join(f"{case.name:16} {case.title}" for case in cases))
        return 0
    scratch = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "refit"
    scratch.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="benchmarks-", dir=scratch))
    try:
        bench = Bench(work, arguments.refit.resolve(), arguments.refit.resolve().with_name("FeedbackRows"))
        started, machine, results = time.monotonic(), bench.machine(), []
        for case in cases:
            results.append(measured(bench, case, 1 if arguments.quick else arguments.rounds or case.rounds))
            print(report.table(results[-1]), flush=True)
        stages = {} if arguments.only else bench.stages(arguments.refit.resolve().with_name("Stages"), 1 if arguments.quick else 9)
        found = {"stages": stages, "machine": machine | bench.versions(), "seconds": round(time.monotonic() - started), "cases": results}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if arguments.to:
        report.write(renewed(found, arguments.to / "results.json") if arguments.only else found, arguments.to)
    return 1 if any(case["wrong"] for case in results) else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main())

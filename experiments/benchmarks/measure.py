"""Runs the contenders of a case in turn, round by round, and keeps what each run took and said."""

import os
import shutil
import statistics
import subprocess
import sys


class Failed(Exception):
    """A program that did not end well."""


def run(bench, contender):
    """One run of one contender, from outside: a dictionary of wall, cpu, peak, time and facts."""
    def filled(word):
        return str(word).format_map(bench.inputs)

    for name in contender.clear:
        path = filled(name)
        shutil.rmtree(path, ignore_errors=True)
        if os.path.lexists(path):
            os.unlink(path)
    for source, target in contender.fresh:
        shutil.copyfile(filled(source), filled(target))
        with open(filled(target), "rb") as file:
            os.fsync(file.fileno())  # Otherwise a contender that syncs its own file would pay for this one.
    words = [filled(word) for word in contender.command]
    out, report = bench.work / "stdout", bench.work / "report"
    with open(filled(contender.stdin) if contender.stdin else os.devnull, "rb") as stdin, open(out, "wb") as stdout:
        launched = subprocess.run([bench.inputs["launch"], report, *words], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE,
                                  cwd=bench.work, env=bench.environment)
    if launched.returncode:
        raise Failed(f"{contender.name}: the launcher ended with status {launched.returncode}")
    wall, cpu, peak, status = report.read_text().split()
    output = out.read_text(errors="replace")
    complaint = launched.stderr.decode(errors="replace")
    if status != "0":
        raise Failed(f"{contender.name} ended with status {status}: {complaint.strip()[-400:]}")
    measured = {"wall": float(wall), "cpu": float(cpu), "peak": int(peak)}
    measured["time"] = contender.clock(output) if contender.clock else measured["wall"]
    measured["facts"] = contender.says(output + complaint) if contender.says else {}
    return measured


def run_case(bench, case, rounds):
    """The runs of every contender: after one to warm up, as many rounds as there may be, all contenders in each.

    Returns what happened to each contender by name, and what is wrong, as a list of sentences.
    """
    results = {contender.name: {"command": " ".join(contender.command), "runs": [], "warm_up": None}
               for contender in case.contenders}
    wrong = []
    os.sched_setaffinity(0, bench.cores[:case.cores])  # The programs inherit it.
    try:
        for contender in case.contenders:
            if contender.warm:
                bench.say(f"{case.name}: {contender.name}, to warm up")
                results[contender.name]["warm_up"] = run(bench, contender)
        for number in range(rounds):
            # Every other round goes backwards, so that no contender always follows the same one.
            for contender in case.contenders if number % 2 == 0 else reversed(case.contenders):
                if number < contender.rounds:
                    bench.say(f"{case.name}: {contender.name}, round {number + 1} of {min(rounds, contender.rounds)}")
                    results[contender.name]["runs"].append(run(bench, contender))
        for contender in case.contenders:
            if contender.less:
                for own, other in zip(results[contender.name]["runs"], results[contender.less]["runs"]):
                    own["time"] = own["wall"] - other["wall"]
        wrong += disagreements(results)
        if case.check and not wrong:
            bench.say(f"{case.name}: is it the same that they make?")
            wrong += case.check(bench, {name: result["runs"][0]["facts"] for name, result in results.items()})
    except Failed as error:
        wrong.append(str(error))
    return results, wrong


def disagreements(results):
    """Facts that are not the same in all runs."""
    known, wrong = {}, []
    for name, result in results.items():
        for measured in [result["warm_up"], *result["runs"]]:
            for fact, value in (measured or {"facts": {}})["facts"].items():
                first, expected = known.setdefault(fact, (name, value))
                if value != expected:
                    wrong.append(f"{name} says {fact} {value}, {first} says {expected}")
    return list(dict.fromkeys(wrong))


def spread(values):
    """The median of some numbers with the least and the largest."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values)} if values else None


def summary(results, base):
    """Medians and spreads of each contender, and the ratio of its times to those of `base`, round by round."""
    def series(result, figure):
        return [measured[figure] for measured in result["runs"]]

    reference = results.get(base, {"runs": []})
    for result in results.values():
        for figure in ("time", "wall", "cpu", "peak"):
            result[figure] = spread(series(result, figure))
        result["ratio"] = ratio(series(result, "time"), series(reference, "time"))
        result["cpu_ratio"] = ratio(series(result, "cpu"), series(reference, "cpu"))


def ratio(times, others):
    """The ratios of times to others of the same round, as a median with the least and the largest."""
    return spread([time / other for time, other in zip(times, others) if other > 0])


def judge(case, results):
    """Each target with its value, and whether it is met; the value is None where a contender did not run."""
    judged = []
    for target in case.targets:
        value = None
        if target.of in results and (target.than is None or target.than in results):
            if target.figure == "ratio":
                value = ratio(*([measured["time"] for measured in results[name]["runs"]] for name in (target.of, target.than)))
                value = value and value["median"]
            else:
                found = results[target.of][target.figure]
                value = found and (found["most"] if target.figure == "peak" else found["median"])
        judged.append({"figure": target.figure, "of": target.of, "than": target.than, "at_least": target.at_least,
                       "limit": target.limit, "value": value, "met": None if value is None else target.holds(value)})
    return judged


def say(words):
    """Progress, on a terminal in one line that changes."""
    if sys.stderr.isatty():
        print(f"\r\033[Kbench: {words}", end="", file=sys.stderr, flush=True)
    else:
        print(f"bench: {words}", file=sys.stderr, flush=True)

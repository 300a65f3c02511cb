"""Writes what was measured as Markdown, JSON and SVG."""

import json

import chart


def seconds(value):
    """A time with three digits and a unit."""
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if abs(value) >= size:
            return f"{digits(value / size)} {unit}"
    return f"{digits(value / 1e-6)} µs"


def digits(value):
    """Three digits that count; a number of 100 and more has its own."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def megabytes(value):
    return f"{value / 1e6:.1f} MB"


def table(case):
    """A case as a section of Markdown."""
    lines = [f"### {case['title']}", ""]
    if case["wrong"]:
        lines += ["**Failed, so there are no times:**", "", *(f"- {sentence}" for sentence in case["wrong"]), ""]
    elif case["contenders"]:
        lines += ["| | time | least–most | × refit | processor | × refit | peak memory | rounds |", "|---|---:|---:|---:|---:|---:|---:|---:|"]
        for name, result in case["contenders"].items():
            lines.append("| " + " | ".join(row(name, result)) + " |")
        lines.append("")
    for target in case["targets"]:
        lines.append("- " + verdict(target))
    for name, reason in case["left_out"].items():
        lines.append(f"- **Left out:** {name}: {' '.join(reason.split())}")
    return "\n".join(lines + ([""] if case["targets"] or case["left_out"] else []) + ([case["note"], ""] if case["note"] else []))


def row(name, result):
    time, ratio, processor = result["time"], result["ratio"], result["cpu_ratio"]
    itself = name == "refit" or ratio is None
    return [name, seconds(time["median"]), f"{seconds(time['least'])}–{seconds(time['most'])}",
            "" if itself else f"{digits(ratio['median'])} ({digits(ratio['least'])}–{digits(ratio['most'])})",
            seconds(result["cpu"]["median"]), "" if itself else digits(processor["median"]), megabytes(result["peak"]["most"]),
            str(len(result["runs"]))]


def verdict(target):
    """A target in words, with its value and whether it is met."""
    written = {"ratio": lambda value: f"{digits(value)} ×", "time": seconds, "peak": megabytes}[target["figure"]]
    bound = f"at {'least' if target['at_least'] else 'most'} {written(target['limit'])}"
    what = {"ratio": f"{target['of']} takes {bound} the time of {target['than']}", "time": f"{target['of']} takes {bound}",
            "peak": f"{target['of']} needs {bound}"}[target["figure"]]
    if target["met"] is None:
        return f"not judged: {what}"
    return f"{'met' if target['met'] else '**not met**'}: {what}; it is {written(target['value'])}"


def page(found):
    """All cases as one page."""
    machine = found["machine"]
    versions = "; ".join(", ".join(f"{name} {version}" for name, version in machine[side].items())
                         for side in ("python", "vw", "river") if side in machine)
    loads = [case["load_average"] for case in found["cases"]]
    targets = [target for case in found["cases"] for target in case["targets"]]
    met = sum(target["met"] is True for target in targets)
    return "\n".join([
        "# Results", "",
        f"Written by `make bench`. {machine['cpu']}, {machine['cores']} cores, {machine['memory_bytes'] / 2**30:.0f} GiB, Linux "
        f"{machine['kernel']}; {machine['refit']}, commit {machine['commit']}; {versions}; {machine['cc']}; {machine['date']}. "
        f"Load average when the cases began: {min(loads):.1f} to {max(loads):.1f}. {found['seconds'] // 60} minutes.", "",
        f"Targets met: {met} of {len(targets)}.", "", *map(table, found["cases"]), *grown(found["cases"]), *stages(found["stages"])]).rstrip() + "\n"


def stages(found):
    """What each stage of a `fit` costs, as a section of Markdown."""
    if not found:
        return []
    counts = found["counts"]
    return ["", "### Stage by stage, on one core", "", "| stage | nanoseconds | seconds |", "|---|---:|---:|",
            *(f"| {stage['name']} | {digits(stage['nanoseconds'])} per {stage['per']} | {stage['seconds']:.3f} |" for stage in found["stages"]),
            "", f"Processor time of one thread, medians; {counts['row']:,} reviews, {counts['token']:,} words that are no stop words, "
            f"{counts['entry']:,} entries of rows. "
            "The rows take in the words."]


def grown(cases):
    """What the most rows take more memory than 10^4, in a sentence for each contender."""
    peaks = {}
    for case in cases:
        if case["name"].startswith("growth-") and int(case["name"].split("-")[1]) >= 4:
            for name, result in case["contenders"].items():
                peaks.setdefault(name, []).append((case["title"], result["peak"]["most"]))
    return [f"- {name}: peak memory with {found[-1][0]} is {digits(found[-1][1] / found[0][1])} × that with {found[0][0]}"
            for name, found in peaks.items() if len(found) > 1]


def write(found, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "results.md").write_text(page(found), encoding="utf-8")
    for name, picture in (("ratios.svg", chart.ratios(found["cases"])), ("growth.svg", chart.growth(found["cases"]))):
        if picture:
            (folder / name).write_text(picture, encoding="utf-8")

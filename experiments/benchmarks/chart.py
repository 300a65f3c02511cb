"""Draws the results as SVG that stands alone, light or dark as the page is, in the colours of refit's own pictures."""

import math
from html import escape

THEMES = [
    ("", "#ffffff", "#1f2328", "#59636e", "#d7dce1", ["#0969c8", "#b8480a", "#1a7f4b", "#8250df", "#a8256b"]),
    ("dark", "#0d1117", "#e6edf3", "#9aa5b1", "#343b44", ["#62aeff", "#f29a5c", "#56c48a", "#bd98ff", "#ff8fb8"]),
]


def sheet():
    rules = ['text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif }',
             ".title { font-size: 16px; font-weight: 600 }", ".strong { font-weight: 600 }", ".middle { text-anchor: middle }",
             ".end { text-anchor: end }", ".line { fill: none; stroke-width: 2 }", ".grid { stroke-width: 1 }"]
    for name, page, ink, muted, rule, series in THEMES:
        own = [f".page {{ fill: {page} }}", f"text {{ fill: {ink} }}", f".muted {{ fill: {muted} }}", f".grid {{ stroke: {rule} }}",
               f".mark {{ stroke: {ink}; stroke-width: 2 }}"]
        for index, color in enumerate(series):
            own += [f".fill{index} {{ fill: {color} }}", f".stroke{index} {{ stroke: {color} }}"]
        rules += [f"@media (prefers-color-scheme: dark) {{ {' '.join(own)} }}"] if name else own
    return "\n".join(rules)


class Picture:
    def __init__(self, width, title):
        self.width, self.title, self.parts = width, title, []

    def text(self, x, y, words, style=""):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}"{style and f" class={chr(34)}{style}{chr(34)}"}>{escape(words)}</text>')

    def line(self, x1, y1, x2, y2, style):
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>')

    def add(self, part):
        self.parts.append(part)

    def svg(self, height):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" width="{self.width}" height="{height}" '
                f'role="img">\n<title>{escape(self.title)}</title>\n<style>\n{sheet()}\n</style>\n'
                f'<rect class="page" width="{self.width}" height="{height}"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


def ratios(cases):
    """Bars: how many times refit's time the others take, on a logarithmic scale; None without any."""
    rows = []
    for case in cases:
        found = [(name, result["ratio"]) for name, result in case["contenders"].items()
                 if name != "refit" and not name.endswith("start-up") and result["ratio"] and result["ratio"]["least"] > 0]
        if found and not case["name"].startswith("growth"):
            rows.append((case["title"].replace("`", ""), None, None))
            rows += [(name, ratio, limit(case, name)) for name, ratio in found]
    if not rows:
        return None
    values = [value for _, ratio, bound in rows if ratio for value in (ratio["least"], ratio["most"], bound or 1)]
    low, high = math.floor(math.log10(min(values + [1]))), math.ceil(math.log10(max(values)))
    picture = Picture(860, "How many times refit's time the others take")
    left, right, top = 250, 790, 74

    def x(value):
        return left + (right - left) * (math.log10(value) - low) / (high - low)

    picture.text(20, 30, picture.title, "title")
    picture.text(20, 50, "Medians over rounds, with the least and the most; the upright stroke is the target. To the right of 1 refit is faster.",
                 "muted")
    bottom = top + 22 * len(rows)
    for power in range(low, high + 1):
        picture.line(x(10**power), top, x(10**power), bottom, "grid")
        picture.text(x(10**power), bottom + 18, f"{10**power:g}", "muted middle")
    for index, (name, ratio, bound) in enumerate(rows):
        y = top + 22 * index + 11
        if ratio is None:
            picture.text(20, y + 5, name, "strong")
            continue
        picture.text(left - 10, y + 5, name, "end muted")
        start, end = sorted((x(1), x(ratio["median"])))
        color = 0 if ratio["median"] >= 1 else 1
        picture.add(f'<rect x="{start:.1f}" y="{y - 6:.1f}" width="{end - start:.1f}" height="12" class="fill{color}"/>')
        picture.line(x(ratio["least"]), y, x(ratio["most"]), y, "mark")
        if bound:
            picture.line(x(bound), y - 10, x(bound), y + 10, "mark")
        median, place = ratio["median"], max(x(ratio["most"]), x(1)) + 8
        if bound and place - 8 <= x(bound) < place + 40:
            place = x(bound) + 8
        picture.text(place, y + 5, f"{median:.0f}" if median >= 10 else f"{median:.2f}")
    return picture.svg(bottom + 34)


def limit(case, name):
    """The target for that contender's ratio to refit, also where it is written the other way round."""
    for target in case["targets"]:
        if target["figure"] == "ratio" and target["of"] == name and target["than"] == "refit":
            return target["limit"]
        if target["figure"] == "ratio" and target["of"] == "refit" and target["than"] == name:
            return 1 / target["limit"]
    return None


def power_of_ten(power):
    """10 to some power as people write it: in full, the larger ones would run into each other."""
    return "10" + str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def growth(cases):
    """Lines: time and peak memory by the number of rows, on logarithmic scales; None with fewer than two numbers."""
    series = {}
    for case in cases:
        if case["name"].startswith("growth-"):
            for name, result in case["contenders"].items():
                series.setdefault(name, []).append((10 ** int(case["name"].split("-")[1]), result))
    if max(map(len, series.values()), default=0) < 2:
        return None
    picture = Picture(860, "Time and memory as the rows grow")
    picture.text(20, 30, picture.title, "title")
    panel(picture, series, 70, 340, "seconds", lambda result: result["time"]["median"])
    panel(picture, series, 490, 760, "megabytes at most", lambda result: result["peak"]["most"] / 1e6)
    for index, name in enumerate(series):
        picture.add(f'<rect x="{20 + 190 * index}" y="386" width="14" height="6" class="fill{index % 5}"/>')
        picture.text(40 + 190 * index, 394, name)
    return picture.svg(410)


def panel(picture, series, left, right, words, figure):
    points = {name: [(rows, figure(result)) for rows, result in found] for name, found in series.items()}
    counts = [rows for found in points.values() for rows, _ in found]
    values = [value for found in points.values() for _, value in found]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last, top, bottom = math.log10(min(counts)), math.log10(max(counts)), 80, 330

    def x(rows):
        return left + (right - left) * (math.log10(rows) - first) / (last - first)

    def y(value):
        return bottom - (bottom - top) * (math.log10(value) - low) / (high - low)

    picture.text(left, 62, words, "strong")
    for power in range(low, high + 1):
        picture.line(left, y(10**power), right, y(10**power), "grid")
        picture.text(left - 8, y(10**power) + 4, f"{10**power:g}", "muted end")
    for power in range(round(first), round(last) + 1):
        picture.text(x(10**power), bottom + 20, power_of_ten(power), "muted middle")
    picture.text((left + right) / 2, bottom + 40, "rows", "muted middle")
    for index, found in enumerate(points.values()):
        path = " ".join(f"{x(rows):.1f},{y(value):.1f}" for rows, value in found)
        picture.add(f'<polyline points="{path}" class="line stroke{index % 5}"/>')
        for rows, value in found:
            picture.add(f'<circle cx="{x(rows):.1f}" cy="{y(value):.1f}" r="3" class="fill{index % 5}"/>')

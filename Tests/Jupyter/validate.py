"""Holds a notebook that refit saved against Jupyter's own package.

Usage: validate.py REFIT
"""

import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import nbformat

COMMANDS = [
    "set rows=:80",
    "note What **Markdown** is, stays Markdown: `<b>`, $x$, ```refit",
    "sample reviews.csv --documents 100 --random-state 3",
    "load reviews.csv --as reviews",
    "vectorizer n_features=2**10",
    "fit reviews --rows $rows --batch-size 20",
    "score reviews --rows 80:",
    "explain a wonderful, wonderful film \\\n  with an end",
    "show reviews --rows :3",
]


def main(refit: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        script = "\n".join([*COMMANDS, "help fit", "save session.ipynb", "save session.md"]) + "\n"
        environment = {"HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        subprocess.run(
            [refit, "run", "-"], input=script, text=True, cwd=folder, env=environment, check=True, capture_output=True)
        subprocess.run([refit, "run", "session.md", "--check"], cwd=folder, env=environment, check=True)
        text = Path(folder, "session.ipynb").read_text(encoding="utf-8")

    # What nbformat would mend without a word, such as ids that are missing or not unique, is an error here.
    warnings.simplefilter("error")
    notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook, relax_add_props=False)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5), notebook.nbformat_minor
    assert json.loads(nbformat.writes(notebook)) == json.loads(text), "nbformat would write something else"

    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.source for cell in code] == [line for line in COMMANDS if not line.startswith("note ")], code
    assert all(cell.outputs[0].text.endswith("\n") for cell in code), "an output is missing"
    assert notebook.cells[0].source == "# session", notebook.cells[0]
    assert any(cell.source == COMMANDS[1].removeprefix("note ") for cell in notebook.cells), "the note is missing"
    print(f"nbformat {nbformat.__version__} takes {len(notebook.cells)} cells as they are, and --check passes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(str(Path(sys.argv[1]).resolve()))

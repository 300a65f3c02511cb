"""The cases: what is measured, against whom, what must be equal, and what is hoped for."""

import facts
from checks import SCIKIT, same_update, same_weights
from model import Case, Contender, Target

ROOM = 2**21 * 8 + 32 * 2**20


def refit(commands, name="refit", **more):
    return Contender(name, ["{refit}", "-c", commands, "--mode", "json"], **more)


def python(script, *words, name=SCIKIT, rounds=3, **more):
    return Contender(name, ["{python}", "{here}/" + script, *words], rounds=rounds, **more)


def learned(csv, settings="{tutorial}", **more):
    return refit(f"load {csv} --as r; {settings}; fit r --batch-size 1000",
                 says=facts.result(documents="documents", model="model_digest"), **more)


def sklearn_fit(csv, *words, **more):
    return python("sklearn_fit.py", csv, *words, says=facts.pairs("documents", "weights"), **more)


def update(folder, database, *fetch, **more):
    pickle = folder + "/pkl_objects/classifier.pkl"
    words = ["{refit}", "update", "--model", pickle, "--vectorizer", "tutorial", "--db", database, *fetch, "--mode", "json"]
    return Contender(more.pop("name", "refit"), words, fresh=[("{application}/pkl_objects/classifier.pkl", pickle)],
                     says=facts.result(rows="rows_applied", **more.pop("facts", {"model": "model_digest"})), **more)


def tutorial_update(database, *words, **more):
    return python("tutorial_update.py", "{python_folder}", database, *words,
                  fresh=[("{application}/pkl_objects/classifier.pkl", "{python_folder}/pkl_objects/classifier.pkl")],
                  says=facts.pairs("weights"), **more)


def vw(words, name, **more):
    return Contender(name, ["{vw}", "-m", "vowpalwabbit", "--loss_function", "logistic", "-b", "21", "-d", words], **more)


def started(database, name, command):
    """A program that reads a database without rows: what is left is its start-up."""
    return Contender(name, [word.replace("{imdb4_sqlite}", database) for word in command])


def plain(csv):
    return Contender("plain loop in C", ["{plain}", csv], says=facts.pairs("documents"))


SAID_ROWS = facts.pairs("rows", "labels")
ROWS = {"refit": ["{feedback_rows}", "{imdb4_sqlite}"], "loop in C": ["{rows}", "{imdb4_sqlite}"],
        "Python": ["{python}", "{here}/sqlite_rows.py", "{imdb4_sqlite}"]}
GRID = " ".join(f"2^{power}" for power in range(10, 22))

CASES = [
    Case("fit", "`load` and `fit` from CSV, 100,000 reviews, the whole command", [
        learned("{imdb4}"),
        sklearn_fit("{imdb4}"),
        vw("{imdb4_words}", "Vowpal Wabbit", less="Vowpal Wabbit, start-up", says=facts.vw),
        vw("{imdb4_kept_words}", "Vowpal Wabbit, without stop words", less="Vowpal Wabbit, start-up", says=facts.vw),
        vw("/dev/null", "Vowpal Wabbit, start-up"),
        plain("{imdb4}"),
        Contender("river", ["{river}", "{here}/river_fit.py", "{imdb4}"], rounds=1, warm=False, says=facts.pairs("documents")),
    ], targets=[
        Target("ratio", SCIKIT, 40, than="refit", at_least=True),
        Target("ratio", "Vowpal Wabbit", 2.5, than="refit", at_least=True),
        Target("peak", "refit", ROOM),
    ], check=same_weights("{imdb4}", plain=True), note=(
        "Vowpal Wabbit is given the words of the reviews split and lower-cased, once all of them, which are what refit begins with, and "
        "once those alone that are no stop words; its start-up (no document) is taken off its time. It learns by its own "
        "update, not by scikit-learn's. river keeps its words by name. Both look up other things than the others do, so only the "
        "number of documents is compared.")),
    Case("fit-1-core", "The same on one core", [learned("{imdb4}"), sklearn_fit("{imdb4}"), plain("{imdb4}")], targets=[
        Target("ratio", SCIKIT, 25, than="refit", at_least=True),
        Target("ratio", "plain loop in C", 1, than="refit", at_least=True),
    ], cores=1, check=same_weights("{imdb4}", plain=True)),
    Case("fit-porter", "`fit` with Porter's stems, 25,000 reviews", [
        learned("{imdb}", "{porter}"),
        sklearn_fit("{imdb}", "--tokenizer", "porter", rounds=2, warm=False),
    ], targets=[Target("ratio", SCIKIT, 40, than="refit", at_least=True)],
        check=same_weights("{imdb}", "{porter}"),
        note="Once over, not four times: scikit-learn takes minutes."),
    Case("fit-pairs", "`fit` with n-grams 1,2, 100,000 reviews", [
        learned("{imdb4}", "{pairs}"), sklearn_fit("{imdb4}", "--ngrams", "1,2"),
    ], targets=[Target("ratio", SCIKIT, 40, than="refit", at_least=True)], check=same_weights("{imdb4}", "{pairs}")),
    Case("update", "`update` from SQLite, `fetchmany`, 100,000 rows, the whole command", [
        update("{refit_folder}", "{imdb4_sqlite}", "--fetch", "fetchmany"), tutorial_update("{imdb4_sqlite}"),
    ], targets=[Target("ratio", SCIKIT, 40, than="refit", at_least=True), Target("peak", "refit", ROOM)], check=same_update,
        note="refit also checks every row, notes what it has learned, and syncs the new model to disk."),
    Case("update-fetchone", "`update` with `fetchone`, 25,000 rows, 2^21 columns", [
        update("{refit_folder}", "{imdb_sqlite}", "--fetch", "fetchone"),
        update("{many_folder}", "{imdb_sqlite}", "--fetch", "fetchmany", name="refit, fetchmany", facts={}),
        tutorial_update("{imdb_sqlite}", "--fetchone", rounds=1, warm=False),
    ], targets=[
        Target("ratio", SCIKIT, 100, than="refit", at_least=True), Target("ratio", "refit", 3, than="refit, fetchmany"),
    ], check=same_update),
    Case("rows", "Rows out of SQLite, 100,000 rows, nothing learned", [
        *(Contender(name, words, less=f"{name}, start-up", says=SAID_ROWS) for name, words in ROWS.items()),
        *(started("{no_rows}", f"{name}, start-up", words) for name, words in ROWS.items()),
    ], targets=[
        Target("ratio", "refit", 1.05, than="loop in C"), Target("ratio", "Python", 5, than="refit", at_least=True),
    ], rounds=11, note="Each program's time on a database without rows is taken off. refit reads by a thread for each core, each with a connection of its own, as `feedback status` does; the others by one. It checks that each text is UTF-8, and gives its lock back often."),
    Case("score", "`score`, 100,000 reviews, the whole command", [
        refit("import {safetensors}; load {imdb4} --as r; score r", says=facts.scores),
        python("sklearn_score.py", "{pickle}", "{imdb4}", says=facts.pairs("documents", "accuracy", "loss", "auc")),
    ], targets=[Target("ratio", SCIKIT, 40, than="refit", at_least=True)]),
    Case("predict-many", "`predict`, 2,000 reviews, the whole command", [
        Contender("refit", ["{refit}", "predict", "--model", "{safetensors}", "--dataset", "{reviews_csv}", "--to",
                            "{work}/predictions.jsonl", "--mode", "json"], says=facts.predicted),
        Contender("refit, one by one", ["{refit}", "run", "{reviews_commands}", "--mode", "json"], says=facts.answers),
        python("sklearn_predict.py", "{pickle}", "{reviews}", says=facts.pairs("texts", "answers")),
        python("sklearn_predict.py", "{pickle}", "{reviews}", "--batch", name="scikit-learn, 1,000 at a time",
               says=facts.pairs("texts", "answers")),
    ], targets=[Target("ratio", SCIKIT, 40, than="refit", at_least=True)],
        note="refit predicts a dataset of them into a file; one by one it is given 2,000 `predict` commands and answers each with a "
             "line of JSON."),
    Case("predict-warm", "One `predict` in a session, a text of 100 characters", [
        *(Contender(name, ["{refit}", "run", "{beginnings_commands}", "--mode", "json"], clock=facts.predictions(share))
          for name, share in (("refit, median", 0.5), ("refit", 0.99))),
        *(python("sklearn_predict.py", "{pickle}", "{beginnings}", name=f"scikit-learn{name}", clock=facts.printed(clock))
          for name, clock in ((", median", "median"), ("", "p99"))),
        Contender("refit, whole reviews", ["{refit}", "run", "{reviews_commands}", "--mode", "json"], clock=facts.predictions(0.99)),
    ], targets=[Target("time", "refit", 50e-6)],
        note="The time of the command itself, as refit says it; where no median is named, within which 99 of 100 were answered."),
    Case("predict-cold", "One `predict` from a cold start, model of 2^21 columns", [
        Contender("refit", ["{refit}", "predict", "a wonderful film", "--model", "{safetensors}", "--mode", "json"],
                  says=facts.answers),
        Contender("refit, .pkl", ["{refit}", "predict", "a wonderful film", "--model", "{pickle}", "--mode", "json"],
                  says=facts.answers),
        python("sklearn_predict.py", "{pickle}", "{one_text}", rounds=99, says=facts.pairs("texts", "answers")),
    ], targets=[Target("time", "refit", 0.030)], rounds=15),
    Case("start", "Start-up", [
        refit("quit"),
        Contender("Python", ["{python}", "-c", "pass"]),
        Contender("Python with scikit-learn", ["{python}", "-c", "import sklearn.linear_model"]),
        vw("/dev/null", "Vowpal Wabbit"),
    ], targets=[Target("time", "refit", 0.010)], rounds=15),
    Case("grid", "A grid of 12 vectorizers over one analysis, 100,000 reviews", [
        refit("load {imdb4} --as r; {tutorial}; compare vectorizers r --rows :80000 --n-features " + GRID
              + " --test r --test-rows 80000: --resamples 0", clear=["{work}/experiments"]),
        refit("load {imdb4} --as r; {tutorial}; fit r --rows :80000; score r --rows 80000:", name="refit, one fit"),
    ], targets=[Target("ratio", "refit", 5, than="refit, one fit")],
        note="Both learn 80,000 reviews and are judged by 20,000: the grid with 2^10 to 2^21 columns, the single one with 2^21."),
    Case("export", "`export` of 2^21 columns", [
        refit("load {imdb} --as r; {tutorial}; fit r; export exported.safetensors", clock=facts.last_cell,
              clear=["{work}/exported.safetensors", "{work}/exported.run"]),
        refit("import {safetensors}; export again.safetensors", name="refit, of an imported model", clock=facts.last_cell,
              clear=["{work}/again.safetensors", "{work}/again.run"]),
        Contender("write and sync", ["{write}", "{safetensors}", "{work}/written"], clock=facts.printed("seconds"),
                  clear=["{work}/written"]),
        python("sklearn_files.py", "dump", "{pickle}", "{work}/dumped.pkl", name="pickle.dump, not synced", rounds=99,
               clock=facts.printed("seconds"), clear=["{work}/dumped.pkl"]),
    ], targets=[Target("ratio", "refit", 1.10, than="write and sync")], rounds=15,
        note="The time of the command itself. The run beside the model is part of an export. Of an imported model nobody has looked at the "
             "weights yet: its export checks them, and takes the digest of the file that it came from."),
    Case("import", "`import` of 2^21 columns", [
        refit("import {safetensors}", clock=facts.last_cell),
        refit("import {pickle}", name="refit, .pkl", clock=facts.last_cell),
        python("sklearn_files.py", "load", "{pickle}", name="pickle.load", rounds=99, clock=facts.printed("seconds")),
    ], targets=[Target("time", "refit", 0.005)], rounds=15, note="The time of the command itself, in a new process each time."),
]


def growth(power):
    """Learning 10^power synthetic reviews from a CSV file and from a database."""
    count = 10**power
    rounds = 5 if power < 6 else 3 if power == 6 else 1
    csv, database = f"{{csv_{count}}}", f"{{sqlite_{count}}}"
    contenders = [
        Contender("refit", learned(csv).command, warm=power < 7, says=facts.result(documents="documents")),
        Contender("refit, update", ["{refit}", "update", "--model", "{work}/grown.safetensors", "--db", database, "--mode", "json"],
                  fresh=[("{safetensors}", "{work}/grown.safetensors")], warm=power < 7, says=facts.result(documents="rows_applied")),
        Contender("plain loop in C", ["{plain}", csv], warm=power < 7, says=facts.pairs("documents")),
    ]
    if power < 6:
        contenders.append(sklearn_fit(csv, rounds=1 if power == 5 else 3, warm=power < 5))
    return Case(f"growth-{power}", f"10^{power} synthetic reviews", contenders, rounds=rounds, targets=[
        Target("peak", "refit", ROOM), Target("peak", "refit, update", ROOM)] if power >= 4 else [])

"""What a benchmark is: cases, the contenders in them, and what is hoped of their numbers. Plain data, without doing."""

from dataclasses import dataclass, field
from typing import Callable


@dataclass
class Contender:
    """One program in a case.

    `command` is a list of words; `{name}` in them, in `stdin`, `fresh` and `clear` stands for an input of that name.
    `rounds` is the most rounds that it takes part in; one that takes minutes has few.
    `warm` says whether it runs once more before the rounds; a run of minutes needs no warm-up.
    `fresh` lists (from, to): files that are copied, and synced, before each run. `clear` lists files removed before each run.
    `clock` takes the time from what the program said, for parts of a program; otherwise it is that of the whole process.
    `less` names a contender of the same case whose time of the same round is subtracted: the start-up.
    `says` reads facts from the output. Facts must be the same in every run, and the same as other contenders' of that name.
    """

    name: str
    command: list
    rounds: int = 99
    warm: bool = True
    fresh: list = field(default_factory=list)
    clear: list = field(default_factory=list)
    stdin: str = None
    clock: Callable = None
    less: str = None
    says: Callable = None


@dataclass
class Target:
    """What a case's numbers should be: `figure` of the contender `of`, at least or at most `limit`.

    Figures are "ratio" (the median over rounds of the time of `of` divided by the time of `than`), "time" (its median, in
    seconds) and "peak" (its largest peak of memory, in bytes).
    """

    figure: str
    of: str
    limit: float
    than: str = None
    at_least: bool = False

    def holds(self, value):
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass
class Case:
    """Contenders that do the same work, measured round by round in turn; ratios are to the one named `base`.

    `check` is called once all have run and says what is wrong, as a list of sentences: with any, the case has no times.
    `note` is what a reader of the table must know. The programs may run on the first `cores` cores of those that there are.
    """

    name: str
    title: str
    contenders: list
    targets: list = field(default_factory=list)
    check: Callable = None
    note: str = ""
    cores: int = 2
    rounds: int = 5
    base: str = "refit"

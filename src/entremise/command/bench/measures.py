"""Medians of pages asked one after the other, in turns, so that a busy machine weighs on all."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from entremise.command.bench.browser import Answer
from entremise.command.refusal import Refused

Ask = Callable[[], Answer]


@dataclass
class Series:
    """The answers of one page."""

    seconds: list[float] = field(default_factory=list)
    queries: int = 0
    bytes: int = 0

    def add(self, answer: Answer) -> None:
        self.seconds.append(answer.seconds)
        self.queries = max(self.queries, answer.queries)
        self.bytes = len(answer.body)

    @property
    def ms(self) -> float:
        """The median, in thousandths of a second."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1000


def in_turns(pages: Mapping[str, Ask], *, runs: int, warm: int = 5) -> dict[str, Series]:
    """Ask each page in turn, `runs` times after a warm-up. An error page measures nothing."""
    series = {name: Series() for name in pages}
    for turn in range(warm + runs):
        for name, ask in pages.items():
            answer = ask()
            if answer.status != 200:
                raise Refused(f"La page « {name} » du banc a répondu {answer.status}.")
            if turn >= warm:
                series[name].add(answer)
    return series

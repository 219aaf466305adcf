"""What the filling of an instance tells the measures: whom to ask for, and how many there are."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from entremise.command import ground

SEED = 20_260_101
LARGEST_QUEUE = 50
FILE = "plan.json"
# Those whose tabs, browsers and server die while they write.
WRITERS = 10


def writer(number: int) -> str:
    """The key of one of those who write."""
    return f"writer{number}"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The post, the queue and the employers that are measured."""

    post: str
    queue: str
    far_post: str
    # What is typed, and the code of the case to find; then who is known by which code, the name
    # of who comes, and whether they are one.
    misspelled: list[tuple[str, str]]
    pairs: list[tuple[str, str, str, bool]]

    def keep(self, data_dir: Path) -> None:
        ground.write_private(data_dir / FILE, json.dumps(asdict(self)))

    @classmethod
    def kept(cls, data_dir: Path) -> "Plan":
        return cls(**json.loads((data_dir / FILE).read_text()))

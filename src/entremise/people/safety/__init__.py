"""The safe-contact rule: may this be done to reach her, now, and what may be said.

Pure: facts and a moment in, a verdict out. It is neither a table, nor a read, nor a deed; every
act that leaves the office goes through it, whichever context does it. An act that is not named
in `Act` cannot be done: views name theirs with `@outgoing`, a test looks for the others, and a
page that names one and answers without having asked the rule answers nothing (`Guard`).
"""

from entremise.people.safety.acts import (
    AT_AN_HOUR,
    CARRIES,
    HANDING_OVER,
    REACHING,
    WITHOUT_CHANNEL,
    WRITING,
    Act,
)
from entremise.people.safety.bodies import body_named
from entremise.people.safety.judging import (
    facts_of,
    has_ended,
    is_fresh,
    judge,
    judge_paper,
    protection_days,
)
from entremise.people.safety.marking import Guard, RuleNotAsked, asking, note, outgoing
from entremise.people.safety.verdicts import Code, Facts, Opening, Verdict
from entremise.people.safety.words import (
    WITHHELD,
    Preferences,
    neutral_text,
    script,
)

__all__ = [
    "AT_AN_HOUR",
    "CARRIES",
    "HANDING_OVER",
    "REACHING",
    "WITHHELD",
    "WITHOUT_CHANNEL",
    "WRITING",
    "Act",
    "Code",
    "Facts",
    "Guard",
    "Opening",
    "Preferences",
    "RuleNotAsked",
    "Verdict",
    "asking",
    "body_named",
    "facts_of",
    "has_ended",
    "is_fresh",
    "judge",
    "judge_paper",
    "neutral_text",
    "note",
    "outgoing",
    "protection_days",
    "script",
]

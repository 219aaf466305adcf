"""Reading a sheet of cases line by line: what each says, what is wrong, and the repair offered.

Pure functions on texts that the caller has opened; nothing is looked up, stored or decided here.
"""

from entremise.imports.judging.alike import Card, Resembling, resembling_rows
from entremise.imports.judging.persons import Named, named_in
from entremise.imports.judging.reading import Asked, Fault, Judged, judge
from entremise.imports.judging.repairs import REPAIRS, Repair

__all__ = [
    "REPAIRS",
    "Asked",
    "Card",
    "Fault",
    "Judged",
    "Named",
    "Repair",
    "Resembling",
    "judge",
    "named_in",
    "resembling_rows",
]

"""Reading the official lists of units: what a file says, made whole, with what was wrong in it.

Nothing here touches the database: places are looked up by a function that is passed in.
"""

from entremise.base.sheets import Unreadable
from entremise.organisation.lists.hours import plain_hours
from entremise.organisation.lists.jurisdiction import Competence, read_competences
from entremise.organisation.lists.map import drop_strays
from entremise.organisation.lists.sheet import Sheet, read_sheet
from entremise.organisation.lists.units import Listed, Place, Places, Remark, read_units

__all__ = [
    "Competence",
    "Listed",
    "Place",
    "Places",
    "Remark",
    "Sheet",
    "Unreadable",
    "drop_strays",
    "plain_hours",
    "read_competences",
    "read_sheet",
    "read_units",
]

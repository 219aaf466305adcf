"""What a screen places side by side, read once."""

from entremise.desk.queries.cases import File, Line, Rights, Row, file, rights, rows_of
from entremise.desk.queries.day import Day, Unfinished, day, unfinished
from entremise.desk.queries.journal import Glass, JournalLine, deeds, glass
from entremise.desk.queries.printing import printed, texts_of

__all__ = [
    "Day",
    "File",
    "Glass",
    "JournalLine",
    "Line",
    "Rights",
    "Row",
    "Unfinished",
    "day",
    "deeds",
    "file",
    "glass",
    "printed",
    "rights",
    "rows_of",
    "texts_of",
    "unfinished",
]

"""Papers: data in, a tagged PDF out, with the same bytes for the same data.

No word of the field here. What a person wrote is data of a template, never part of it: it is shown
as it stands, and nothing in it is obeyed.
"""

from entremise.base.pdf.writing import NotWritable, response, write

__all__ = ["NotWritable", "response", "write"]

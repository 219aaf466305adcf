"""What can be done to places, units, posts, their holders, and accounts."""

from entremise.organisation.actions.importing import ImportSummary, import_units

__all__ = ["ImportSummary", "import_units"]

"""What can be read of an import: its steps, what it would make, what it made."""

from entremise.imports.queries.brought import (
    Result,
    import_,
    imports_of,
    opened,
    result_of,
    rows_given_back,
)
from entremise.imports.queries.memory import columns_known, values_known
from entremise.imports.queries.night import NightView, held_list, night
from entremise.imports.queries.preview import Group, Preview, judged, preview
from entremise.imports.queries.steps import (
    ColumnsView,
    TitlesView,
    ValuesView,
    columns_view,
    titles_view,
    values_view,
)

__all__ = [
    "ColumnsView",
    "Group",
    "NightView",
    "Preview",
    "Result",
    "TitlesView",
    "ValuesView",
    "columns_known",
    "columns_view",
    "held_list",
    "import_",
    "imports_of",
    "judged",
    "night",
    "opened",
    "preview",
    "result_of",
    "rows_given_back",
    "titles_view",
    "values_known",
    "values_view",
]

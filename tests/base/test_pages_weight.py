"""What a first page costs on a slow line."""

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders

import entremise.base

STATIC = Path(entremise.base.__file__).parent / "static" / "base"


def packed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


class TestWeight:
    def test_of_the_style_sheets_is_under_15_kilobytes(self):
        sheets = sorted(STATIC.glob("css/*.css"))
        assert len(sheets) == 5
        assert packed(*sheets) <= 15 * 1024

    def test_of_everything_a_first_page_loads_is_under_60(self):
        found = finders.find("django_htmx/htmx-2.min.js")
        assert found is not None
        assert packed(Path(found), *STATIC.glob("**/*.*")) <= 50 * 1024

    def test_comes_from_here_alone(self):
        for path in STATIC.glob("**/*.*"):
            text = path.read_text().replace("http://www.w3.org/2000/svg", "")
            assert "://" not in text, path.name
            assert "@import" not in text, path.name

    def test_nothing_is_kept_in_the_browser_nor_evaluated(self):
        for path in STATIC.glob("js/*.js"):
            text = path.read_text()
            for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie"):
                assert word not in text, (path.name, word)
            for word in ("eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML"):
                assert word not in text, (path.name, word)

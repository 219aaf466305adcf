"""Sets one paper in a process of its own, with little memory and few seconds.

What was typed ends with this process: the maker of papers keeps the last ones it made in memory,
which a server would carry for days. It takes its orders on its input and answers on its output;
it has no environment, reaches no network, and reads no file but templates and fonts.
"""

import contextlib
import json
import re
import sys
from typing import Any, Final

MEMORY = 1500 * 1024 * 1024
SECONDS = 10
# Tagged for those who read by ear: the maker refuses a paper without title, language or order.
STANDARD: Final = "ua-1"
UNSHOWN = re.compile(r"the text `?\"?(.*?)\"?`? (?:could not be displayed|cannot be|contains|has)")


def main() -> None:
    """Make the paper on the input; say its bytes, or in one word what is wrong."""
    _bound()
    order = json.load(sys.stdin.buffer)
    try:
        content, warnings = _make(order)
    except MemoryError:
        _say({"problem": "long"})
    else:
        _say({"warnings": warnings}, content)


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _say(head: dict[str, Any], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


def _make(order: dict[str, str]) -> tuple[bytes, list[str]]:
    import typst

    try:
        content, warnings = typst.compile_with_warnings(
            order["template"],
            root=order["root"],
            sys_inputs={"data": order["data"]},
            pdf_standards=STANDARD,
            timestamp=0,
        )
    except typst.TypstError as error:
        shown = UNSHOWN.search(error.message)
        if error.message.startswith("panicked with"):
            # The template says that what it was given does not fit.
            _say({"problem": "long"})
        elif shown and error.message.startswith("PDF/UA-1 error"):
            _say({"problem": "letters", "letters": shown.group(1)})
        else:
            # Its message may quote a value: what is between quotes is left out of our logs.
            message = re.sub(r"\"[^\"]*\"|`[^`]*`", "…", error.message)
            _say({"problem": "template", "message": message, "where": _where(error.diagnostic)})
        raise SystemExit from None
    # The fonts named first are not on every machine; the last ones come with the maker.
    said = [str(one.message) for one in warnings]
    return bytes(content), [one for one in said if not one.startswith("unknown font family")]


def _where(diagnostic: str) -> str:
    found = re.search(r"([\w./-]+\.typ):(\d+)", diagnostic)
    return found.group(0) if found else ""


if __name__ == "__main__":
    main()

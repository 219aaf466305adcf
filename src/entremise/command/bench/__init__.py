"""`entremise bench`: what pages cost on many cases, in medians of one run, and bench.json.

Everything is asked over HTTP from the product itself: throw-away installations of different
sizes, with their server and their jobs, and accounts that log in as people do.
"""

import argparse
import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from entremise.command.bench import instance, trials
from entremise.command.bench.sizes import usual_of
from entremise.command.refusal import Refused

FILE = "bench.json"
SIZES = (20_000, 100_000)
QUICK_SIZES = (300, 900)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cases", help="nombres de situations, séparés par des virgules (20000,100000)"
    )
    parser.add_argument(
        "--quick", action="store_true", help="en petit, en moins de deux minutes : un essai"
    )
    parser.add_argument(
        "--only", help=f"une partie seulement : {', '.join(trials.PARTS)} (avec des virgules)"
    )


def run(options: argparse.Namespace) -> int:
    """Build, measure, print, write bench.json."""
    sizes = _sizes(options)
    parts = _parts(options)
    scale = trials.QUICK if options.quick else trials.FULL
    started = time.monotonic()
    with instance.folder() as where, ExitStack() as things:
        _say(f"Remplissage : {', '.join(f'{size} situations' for size in sizes)}…")
        usual = usual_of(sizes, quick=options.quick)
        begun = [
            things.enter_context(instance.filling(where / str(size), cases=size, usual=usual))
            for size in sizes
        ]
        instances = [things.enter_context(instance.serving(one)) for one in begun]
        _say(f"Rempli en {time.monotonic() - started:.0f} s. Mesures…")
        report = trials.Report(sizes=sizes, usual=usual, quick=options.quick)
        for part in parts:
            trials.PARTS[part](instances, scale, report)
            _say(f"{part} : fini à {time.monotonic() - started:.0f} s")
    report.seconds = time.monotonic() - started
    print(report.table())
    Path(FILE).write_text(json.dumps(report.keys(), ensure_ascii=False, indent=1) + "\n")
    _say(f"Écrit dans {FILE}.")
    return 0


def _sizes(options: argparse.Namespace) -> list[int]:
    if not options.cases:
        return list(QUICK_SIZES if options.quick else SIZES)
    try:
        sizes = sorted({int(size) for size in options.cases.split(",")})
    except ValueError:
        raise Refused("--cases attend des nombres, par exemple 20000,100000.") from None
    if sizes[0] < trials.LEAST_CASES:
        raise Refused(f"Il faut au moins {trials.LEAST_CASES} situations.")
    return sizes


def _parts(options: argparse.Namespace) -> list[str]:
    wanted = options.only.split(",") if options.only else list(trials.PARTS)
    unknown = [part for part in wanted if part not in trials.PARTS]
    if unknown:
        raise Refused(f"Partie inconnue : {', '.join(unknown)}.")
    return wanted


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)

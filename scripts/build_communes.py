#!/usr/bin/env python3
"""Turn the published tables of the administrative divisions into the one file that ships.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-*.tgz
    python scripts/build_communes.py package src/entremise/organisation/data/communes.csv.gz

Run it once a year, when the new edition is out; `load()` then brings every installation up to
date. The same input always gives the same bytes.
"""

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Row = tuple[object, ...]


def table(package: Path, name: str) -> list[dict[str, Any]]:
    """One table of the package."""
    rows: list[dict[str, Any]] = json.loads((package / "data" / f"{name}.json").read_text("utf-8"))
    return rows


def former_codes(places: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Codes that lead to a commune of today: merged, delegated, and those of districts."""
    codes: dict[str, set[str]] = {}
    for place in places:
        commune = place.get("chefLieu") or place.get("commune") or place["code"]
        codes.setdefault(commune, set()).update([place["code"], *place.get("anciensCodes", [])])
    return {commune: found - {commune} for commune, found in codes.items()}


def rows(package: Path) -> Iterator[Row]:
    """D: département; E: inter-municipality; C: commune."""
    places = table(package, "communes")
    former = former_codes(places)
    epcis = table(package, "epci")
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    for place in table(package, "departements"):
        yield "D", place["code"], place["nom"]
    for epci in sorted(epcis, key=lambda epci: epci["code"]):
        yield "E", epci["code"], epci["nom"], epci["type"]
    for place in places:
        if place["type"] != "commune-actuelle":
            continue
        yield (
            "C",
            place["code"],
            place["nom"],
            place["departement"],
            epci_of.get(place["code"], ""),
            place.get("population", 0),
            " ".join(place.get("codesPostaux", [])),
            " ".join(sorted(former.get(place["code"], ()))),
        )


def main(package: Path, target: Path) -> None:
    """Write the file, and say what it holds."""
    edition = json.loads((package / "package.json").read_text("utf-8"))
    out = io.StringIO()
    out.write(
        f"# Source : {edition['name']} {edition['version']} (Etalab, d’après l’INSEE, la DGCL et"
        " La Poste), édition 2026, reprise le 9 mars 2026. Licence Ouverte 2.0.\n"
    )
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    count = 0
    for row in rows(package):
        writer.writerow(row)
        count += row[0] == "C"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(out.getvalue().encode(), compresslevel=9, mtime=0))
    print(f"{count} communes, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

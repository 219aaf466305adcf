"""Sheets on their way in, with a word planted in each cell: a worker's cases, a chief's night."""

from __future__ import annotations

from typing import TYPE_CHECKING

from entremise.access.columns import Secrecy
from entremise.base.sheets import read_text
from entremise.command.probes.canaries import Scenario
from entremise.imports import actions as imports

if TYPE_CHECKING:
    from entremise.command.probes.planting import Company

BROUGHT_BY = {"own": "worker", "other": "other_worker", "far": "far_worker"}


def bring_sheets(company: Company, scenarios: dict[str, Scenario]) -> None:
    """An import in preparation for each of three workers, and the sheet of the chief's list."""
    for name, role in BROUGHT_BY.items():
        text = _sheet(company, name, role)
        with company.acting(role) as actor:
            of = imports.bring(
                actor=actor, post_id=min(actor.post_ids), book=read_text(text), now=company.now
            )
            columns = {0: "last_name", 1: "first_name", 2: "opened_on", 3: "notes"}
            imports.choose_columns(actor=actor, import_id=of.pk, columns=columns)
        scenarios[name].put("import_id", of.pk, {role})
    start_import(company, scenarios["own"])
    night = _sheet(company, "own", "chief")
    with company.acting("chief") as actor:
        list_id = scenarios["own"].ids["list_id"][0]
        imports.bring_night(actor=actor, list_id=list_id, book=read_text(night))


def start_import(company: Company, own: Scenario) -> None:
    """An import that stopped before its first case: one line to make, one to give back."""
    role = "worker"
    text = _sheet(company, "own", role)
    with company.acting(role) as actor:
        of = imports.bring(
            actor=actor, post_id=min(actor.post_ids), book=read_text(text), now=company.now
        )
        columns = {0: "last_name", 1: "first_name", 2: "opened_on", 3: "notes"}
        imports.choose_columns(actor=actor, import_id=of.pk, columns=columns)
        imports.start(actor=actor, import_id=of.pk, now=company.now)
    own.put("import_id", of.pk, {role})


def _sheet(company: Company, scenario: str, role: str) -> str:
    nest, place = company.nest, f"sheet of the {role}"
    last = nest.plant(scenario, Secrecy.IDENTITY, f"{place}: surname", {role})
    first = nest.plant(scenario, Secrecy.IDENTITY, f"{place}: given name", {role})
    told = nest.plant(scenario, Secrecy.NARRATIVE, f"{place}: words", {role})
    several = f"{last} et {first};;un jour;"
    return f"Nom;Prénom;Date;Observations\n{last};{first};12/03/2024;Vu {told}.\n{several}"

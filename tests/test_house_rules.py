"""What reviews would repeat, said once and checked for ever."""

import ast
import inspect
import pkgutil
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from entremise.access.actor import Actor
from entremise.access.roles import GRANTS, Can, Role

SOURCE = Path(__file__).parent.parent / "src" / "entremise"
CONTEXTS = [
    folder.name
    for folder in sorted(SOURCE.iterdir())
    if (folder / "__init__.py").exists() and folder.name not in ("settings", "command")
]
# The contexts below the people who act have other verbs.
WITH_ACTOR = [name for name in CONTEXTS if name not in ("base", "access", "accounts")]
# Below what people do there are no pages, deeds and reads to keep in order.
STILL_BELOW = ("base", "access")
LONGEST_FILE = 400


def public_functions(context, module):
    try:
        package = import_module(f"entremise.{context}.{module}")
    except ModuleNotFoundError:
        return []
    names = getattr(package, "__all__", None) or dir(package)
    found = [getattr(package, name) for name in names if not name.startswith("_")]
    return [
        function
        for function in found
        if inspect.isfunction(function)
        and function.__module__.startswith(f"entremise.{context}.{module}")
    ]


def every_function(context, module):
    """The functions without an underscore, of the sub-modules too, handed on or not."""
    try:
        package = import_module(f"entremise.{context}.{module}")
    except ModuleNotFoundError:
        return
    inside = pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}.")
    for place in [package, *(import_module(one.name) for one in inside)]:
        for name, function in vars(place).items():
            if (
                not name.startswith("_")
                and inspect.isfunction(inspect.unwrap(function))
                and function.__module__ == place.__name__
            ):
                yield function


# Steps of one read or deed, in a module beside it, that the package does not hand on.
BY_PLACE = {
    "entremise.cases.queries.search.everybody",
    "entremise.cases.queries.search.answer",
    "entremise.referrals.actions.triage.waiting",
}


@pytest.mark.parametrize("context", WITH_ACTOR)
@pytest.mark.parametrize("module", ["queries", "actions"])
class TestDoors:
    def test_every_read_and_deed_says_who_asks_by_keyword(self, context, module):
        for function in public_functions(context, module):
            parameters = list(inspect.signature(function).parameters.values())
            if function.__name__ in (
                "actor_of",
                "actor_of_request",
                "device_of_request",
                "enters_by_key_alone",
                "working_days_after",
                "works_in_an_open_office",
            ):
                continue
            named = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)
            assert all(one.kind in named for one in parameters), function
            assert parameters[0].name == "actor", function

    def test_every_read_and_deed_says_its_rule(self, context, module):
        for function in every_function(context, module):
            assert function.__doc__, function

    def test_who_asks_is_said_by_keyword_in_sub_modules_too(self, context, module):
        for function in every_function(context, module):
            if f"{function.__module__}.{function.__name__}" in BY_PLACE:
                continue
            actor = inspect.signature(function).parameters.get("actor")
            assert actor is None or actor.kind is inspect.Parameter.KEYWORD_ONLY, function


class TestContexts:
    SIX = frozenset({"models", "queries", "actions", "forms", "views", "urls"})
    # What has no table of its own, no deed, nothing to fill in or no page.
    WITHOUT = {
        "people": {"forms", "views", "urls"},
        "statistics": {"models"},
        "desk": {"models"},
        "public": {"models", "queries"},
    }

    @pytest.mark.parametrize("context", [name for name in CONTEXTS if name not in STILL_BELOW])
    def test_each_has_the_same_six_modules(self, context):
        there = {path.stem for path in (SOURCE / context).iterdir()}
        assert self.SIX - there == self.WITHOUT.get(context, set())

    def test_the_order_inside_is_asked_of_each(self):
        rules = tomllib.loads((SOURCE.parent.parent / "pyproject.toml").read_text())
        contracts = rules["tool"]["importlinter"]["contracts"]
        (inside,) = [one for one in contracts if one["name"].startswith("Inside a context")]
        asked = {name.removeprefix("entremise.") for name in inside["containers"]}
        assert asked == set(CONTEXTS) - set(STILL_BELOW)


class TestFiles:
    def test_none_is_too_long_to_be_held_in_the_eye(self):
        long = {
            str(path.relative_to(SOURCE.parent.parent)): lines
            for path in [*SOURCE.rglob("*.py"), *Path(__file__).parent.rglob("*.py")]
            if "migrations" not in path.parts
            and "data" not in path.parts
            and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
        }
        assert long == {}

    def test_no_folder_is_a_drawer_for_everything(self):
        drawers = {"utils", "helpers", "common", "misc", "services"}
        named = [path for path in SOURCE.rglob("*") if path.stem in drawers]
        assert not [path for path in named if path.is_dir() or path.suffix == ".py"]

    def test_every_context_says_its_one_responsibility(self):
        for context in CONTEXTS:
            assert ast.get_docstring(ast.parse((SOURCE / context / "__init__.py").read_text()))

    def test_every_model_says_what_it_is(self):
        for model in apps.get_models():
            if model.__module__.startswith("entremise"):
                assert not (model.__doc__ or model.__name__).startswith(f"{model.__name__}("), (
                    model
                )

    def test_only_forms_and_pages_read_the_clock(self):
        """A rule gets `now`; it never looks at the clock itself."""
        for context in WITH_ACTOR:
            for path in [
                *(SOURCE / context).glob("actions*"),
                *(SOURCE / context).glob("queries*"),
            ]:
                for file in path.rglob("*.py") if path.is_dir() else [path]:
                    assert "timezone.now()" not in file.read_text(), file


class TestTheWallBetweenPoliceAndSocialWork:
    def test_an_officer_holds_nothing_that_begins_with_the_person(self):
        for role in (Role.OFFICER, Role.CHIEF):
            held = {can.value.split(":")[0] for can in GRANTS[role]}
            assert held <= {"review", "referral", "receipt", "alert", "device"}

    def test_nobody_but_a_worker_reads_a_case(self):
        readers = {role for role, cans in GRANTS.items() if Can.CASE_READ in cans}
        assert readers == {Role.WORKER}

    def test_every_role_has_a_line_in_the_table(self):
        assert GRANTS.keys() == set(Role)

    def test_every_capability_is_given_to_somebody_and_means_something(self):
        assert set().union(*GRANTS.values()) == set(Can)

    def test_a_visitor_may_nothing(self):
        visitor = Actor(kind="public")
        assert not any(visitor.may(can) for can in Can)

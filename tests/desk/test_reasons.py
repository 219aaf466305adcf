"""The journal says why in words, and each deed in its own."""

import ast
from pathlib import Path

import pytest

from entremise import desk
from entremise.access.events import Event
from entremise.desk.queries.reasons import COUNTED, REASONS, UNKNOWN, reason_in_words

SOURCE = Path(desk.__file__).parent.parent


def said(event, code):
    return reason_in_words(event, code).replace("\xa0", " ")


class Line:
    """One place of the code where a line with a reason is left: its events, its plain codes."""

    def __init__(self, path, function, call):
        self.path = f"{path.relative_to(SOURCE)}:{call.lineno}"
        told = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "event")]
        # An event that is chosen beforehand is named in the same function.
        named = [node for one in told for node in ast.walk(one)]
        if not any(isinstance(node, ast.Attribute) for node in named):
            named = list(ast.walk(function))
        self.events = {
            Event[node.attr]
            for node in named
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "Event"
        }
        (reason,) = (word.value for word in call.keywords if word.arg == "reason")
        plain = [] if isinstance(reason, ast.JoinedStr) else ast.iter_child_nodes(reason)
        found = [node for node in (reason, *plain) if isinstance(node, ast.Constant)]
        self.codes = {node.value for node in found if node.value}


def lines_with_a_reason():
    for path in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if not isinstance(function, ast.FunctionDef):
                continue
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and ast.unparse(call.func) == "journal.record"
                    and any(word.arg == "reason" for word in call.keywords)
                ):
                    yield Line(path, function, call)


class TestEveryReason:
    def test_that_a_deed_leaves_has_words_of_its_event(self):
        found = list(lines_with_a_reason())
        assert len(found) > 30
        for line in found:
            assert line.events, line.path
            assert line.events <= REASONS.keys() | COUNTED, line.path
            for code in line.codes:
                words = [reason_in_words(event, code) for event in line.events]
                assert any(UNKNOWN not in one for one in words), (line.path, code)

    @pytest.mark.parametrize("event", REASONS)
    def test_has_one_label_within_its_event(self, event):
        assert len(dict(REASONS[event])) == len(set(REASONS[event]))
        assert all(label.strip() for _code, label in REASONS[event])

    def test_that_has_none_is_not_shown_as_a_code(self):
        assert said(Event.CASE_CLOSED, "canaricode") == UNKNOWN
        assert said(Event.CASE_READ, "canaricode") == UNKNOWN
        assert said("canari:event", "canaricode") == UNKNOWN
        assert said(Event.CASE_READ, "") == ""


class TestTheSameCode:
    @pytest.mark.parametrize(
        ("event", "code", "words"),
        [
            (Event.REFERRAL_DECLINED, "declined", "la personne ne souhaite pas être aidée"),
            (Event.REFERRAL_DECLINED, "nobody", "impossible de savoir de qui il s’agit"),
            (Event.ORIENTATION_CHANGED, "declined", "refusée par le service"),
            (Event.ORIENTATION_CHANGED, "sent", "transmise, sans réponse"),
            (Event.CASE_CLOSED, "refused", "refus de l’accompagnement"),
            (Event.MEASURE_CHANGED, "refused", "refusée"),
            (Event.REPORT_CHANGED, "not_made", "décidé : pas d’écrit"),
            (Event.COMPLAINT_CHANGED, "withdrawn", "plainte retirée"),
            (Event.PERSON_TOLD_APART, "withdrawn", "note retirée"),
            (Event.PERIL_CALLED, "nobody", "personne"),
            (Event.STEP_CHANGED, "step:declined", "pas souhaitée"),
        ],
    )
    def test_says_what_it_means_of_this_deed(self, event, code, words):
        assert said(event, code) == words

    @pytest.mark.parametrize(
        ("event", "code", "words"),
        [
            (Event.REFERRAL_RECEIVED, "refuses", "elle refuse"),
            (Event.REFERRAL_TIER_CHANGED, "confirmed", "baisse confirmée"),
            (
                Event.REFERRAL_TIER_CHANGED,
                "1>2:done",
                "de « aujourd’hui » à « dans les jours qui viennent », appliquée",
            ),
            (Event.CHANNEL_CHANGED, "call:unchanged", "après un appel, inchangé"),
            (Event.CHANNEL_CHANGED, "call:no", "après un appel, dangereux"),
            (Event.CHANNEL_SHOWN, "call:safe", "appel, sûr et vérifié"),
            (Event.REFERRAL_REDIRECTED, "assigned:closest", None),
            (Event.IMPORT_MADE, "12/15", "lignes : 12 sur 15"),
            (Event.NIGHT_BROUGHT, "7", "lignes : 7"),
        ],
    )
    def test_of_several_parts_is_said_whole(self, event, code, words):
        assert UNKNOWN not in said(event, code)
        assert words is None or said(event, code) == words

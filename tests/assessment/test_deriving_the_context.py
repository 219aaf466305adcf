"""« Conjugales » and « intrafamiliales » follow from the acts and the relationship alone."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from entremise.assessment.models import (
    CURRENT,
    GRIDS,
    Answer,
    Relation,
    ViolenceType,
    context_of,
    never_a_couple,
    rolled_up,
)
from entremise.assessment.models.context import COUPLE, FAMILY, NOT_SAID

answers = st.dictionaries(
    st.sampled_from(list(ViolenceType)), st.sampled_from(list(Answer)), max_size=5
)
ticks = st.lists(st.sampled_from([act.code for act in CURRENT.acts]), unique=True)
relations = st.sampled_from(list(Relation))
STRENGTH = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}


def derived(violence, acts, relation):
    return context_of(rolled_up(CURRENT, violence, acts), relation)


class TestACouple:
    @given(ticks, relations)
    def test_is_ruled_out_only_by_another_relation_and_no_forced_marriage(self, acts, relation):
        maybe = relation in COUPLE | NOT_SAID or "forced_marriage" in acts
        assert never_a_couple(relation, acts) != maybe


class TestContext:
    @given(answers, ticks, relations)
    def test_is_conjugal_exactly_when_violent_and_between_partners_or_former_ones(
        self, violence, acts, relation
    ):
        types = rolled_up(CURRENT, violence, acts)
        said = Answer.YES in types.values() and relation in COUPLE
        assert (derived(violence, acts, relation).conjugal == Answer.YES) == said

    @given(answers, ticks, relations)
    def test_is_intrafamilial_whenever_it_is_conjugal(self, violence, acts, relation):
        context = derived(violence, acts, relation)
        assert STRENGTH[context.intrafamilial] >= STRENGTH[context.conjugal]

    @given(answers, ticks, relations)
    def test_says_no_only_when_it_was_asked(self, violence, acts, relation):
        context = derived(violence, acts, relation)
        if context.conjugal == Answer.NO:
            types = rolled_up(CURRENT, violence, acts)
            all_denied = set(types.values()) == {Answer.NO}
            other_link = relation not in COUPLE | NOT_SAID
            assert all_denied or other_link

    @given(answers, ticks, relations, st.sampled_from([act.code for act in CURRENT.acts]))
    def test_is_never_weakened_by_one_more_act(self, violence, acts, relation, more):
        before, after = (
            derived(violence, acts, relation),
            derived(violence, [*acts, more], relation),
        )
        assert STRENGTH[after.conjugal] >= STRENGTH[before.conjugal]
        assert STRENGTH[after.intrafamilial] >= STRENGTH[before.intrafamilial]

    @given(answers, ticks, st.sampled_from(sorted(NOT_SAID)))
    def test_is_not_established_while_the_relationship_is_not_said(self, violence, acts, relation):
        context = derived(violence, acts, relation)
        assert Answer.YES not in (context.conjugal, context.intrafamilial)

    def test_counts_a_former_partner_who_never_lived_with_her(self):
        context = derived({ViolenceType.PSYCHOLOGICAL: Answer.YES}, [], Relation.EX)
        assert context.conjugal == Answer.YES

    def test_of_a_father_hit_by_his_son_is_intrafamilial_and_not_conjugal(self):
        context = derived({}, ["blows"], Relation.CHILD)
        assert (context.conjugal, context.intrafamilial) == (Answer.NO, Answer.YES)


class TestRollingUp:
    def test_counts_every_fine_code_under_one_of_the_five_types(self):
        for act in CURRENT.acts:
            types = rolled_up(CURRENT, {}, [act.code])
            assert [kind for kind, said in types.items() if said == Answer.YES] == [act.type]

    @given(answers, ticks)
    def test_keeps_what_was_answered_where_nothing_is_ticked(self, violence, acts):
        types = rolled_up(CURRENT, violence, acts)
        raised = {act.type for act in CURRENT.acts if act.code in acts}
        for kind in set(ViolenceType) - raised:
            assert types[kind] == violence.get(kind, Answer.NOT_ASKED)

    def test_leaves_what_was_not_asked_as_not_asked(self):
        assert set(rolled_up(CURRENT, {}, []).values()) == {Answer.NOT_ASKED}


class TestGrids:
    def test_have_codes_that_are_used_once_and_fit_their_columns(self):
        for version, grid in GRIDS.items():
            assert version == grid.version
            for codes in ([act.code for act in grid.acts], [sign.code for sign in grid.signs]):
                assert len(codes) == len(set(codes))
            assert {act.type for act in grid.acts} == set(ViolenceType)

    def test_ask_the_ten_needs_of_the_scheme(self):
        assert len(CURRENT.needs) == 10

    def test_never_hold_the_word_low_nor_a_score(self):
        words = " ".join(
            itertools.chain(
                (sign.label for sign in CURRENT.signs), (act.label for act in CURRENT.acts)
            )
        )
        assert not any(word in words.lower() for word in ("faible", "score", "points"))

    def test_leave_the_family_wider_than_the_couple(self):
        assert COUPLE < FAMILY

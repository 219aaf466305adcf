"""Rights: a few fiches read by a jurist who does not exist, and the steps agreed with people."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from entremise.access.acting import acting_as
from entremise.base.french import in_paris
from entremise.command.demo_data.calendar import working_day
from entremise.rights import actions as rights
from entremise.rights.models import FICHES, LIBRARY, Step

if TYPE_CHECKING:
    from entremise.command.demo_data.ground import Ground
    from entremise.command.demo_data.lives import Life

# Who has had which texts read; most have been read by nobody, as on a first day.
READ = {
    "coordination": ("order", "complaint", "housing"),
    "coordination_asso": ("housing",),
}
READER = ("Me Apolline Vaudreuil-Sern", "Barreau de fiction")
ANSWERS = {Step.State.AGREED: 60, Step.State.THINKING: 25, Step.State.DECLINED: 15}
OWN_WORDS = (
    "Ouvrir un compte à son nom",
    "Mettre les papiers chez quelqu’un de confiance",
    "Prévenir l’école de qui peut venir chercher les enfants",
    "Changer les mots de passe du téléphone",
)
ENDS = {Step.State.DONE: 70, Step.State.DROPPED: 15, Step.State.NOT_POSSIBLE: 15}


def have_fiches_read(ground: Ground) -> None:
    """What each coordination wrote down, three months ago."""
    then = ground.now - timedelta(days=90)
    reader, body = READER
    for key, codes in READ.items():
        with acting_as(ground.actor(key)) as actor:
            for code in codes:
                rights.validate(
                    actor=actor,
                    code=code,
                    mark=FICHES[code].mark,
                    reader=reader,
                    body=body,
                    read_on=in_paris(then).date(),
                    now=then,
                )


def inform(life: Life) -> list[Step]:
    """One or two rights explained, at times a step in her own words; her answers."""
    random = life.plan.random("rights")
    needs = {need for need, _kind in life.plan.matter.needs}
    fitting = [fiche for fiche in LIBRARY if needs & set(fiche.needs)]
    if not fitting or random.random() < 0.4:
        return []
    told = []
    for fiche in random.sample(fitting, min(len(fitting), random.choice((1, 1, 2)))):
        (answer,) = random.choices(list(ANSWERS), list(ANSWERS.values()))
        due = random.random() < 0.4
        day = working_day(in_paris(life.now).date(), random.randint(4, 30)) if due else None
        told.append(
            rights.note_answer(
                actor=life.actor,
                case_id=life.case_id,
                fiche=fiche.code,
                answer=answer,
                due_on=day,
                now=life.now,
            )
        )
    if random.random() < 0.35:
        told.append(
            rights.note_answer(
                actor=life.actor,
                case_id=life.case_id,
                label=random.choice(OWN_WORDS),
                answer=Step.State.AGREED,
                now=life.now,
            )
        )
    return told


def tick(life: Life, steps: list[Step]) -> None:
    """Weeks later, what became of those she had agreed to."""
    random = life.plan.random("ticked")
    for step in steps:
        if step.is_agreed and random.random() < 0.7:
            (state,) = random.choices(list(ENDS), list(ENDS.values()))
            rights.change_step(
                actor=life.actor,
                case_id=life.case_id,
                step_id=step.pk,
                state=state,
                version=step.version,
                now=life.now,
            )

"""What each column is, so that nothing personal is ever stored in clear without a decision.

One line per model and class; a test holds the table complete against the models, and checks
that each sealed class is a sealed cell.
"""

from enum import StrEnum


class Secrecy(StrEnum):
    """The class of a column."""

    TECHNICAL = "technical"  # identifiers, versions, times of writing
    CODE = "code"  # enumerations, dates and counts that figures need
    GROUND = "ground"  # places, units, posts, services: public facts
    STAFF = "staff"  # about the people who work, not those who are helped
    IDENTITY = "identity"  # sealed: who she is
    NARRATIVE = "narrative"  # sealed: what was said
    SAFE = "safe"  # sealed: how and where to reach her


SEALED = frozenset({Secrecy.IDENTITY, Secrecy.NARRATIVE, Secrecy.SAFE})

T, C, G, S = Secrecy.TECHNICAL, Secrecy.CODE, Secrecy.GROUND, Secrecy.STAFF
I, N, X = Secrecy.IDENTITY, Secrecy.NARRATIVE, Secrecy.SAFE  # noqa: E741

COLUMNS: dict[str, dict[Secrecy, str]] = {
    "base.SubjectKey": {T: "subject_id scope_id kind wrapped created_at"},
    "base.EphemeralKey": {T: "subject_id scope_id kind wrapped created_at"},
    "access.JournalEntry": {
        T: "id created_at at actor_kind actor_id employer_id case_id subject_id",
        C: "event reason",
    },
    "access.Submission": {T: "user_id key location created_at"},
    "accounts.User": {
        T: "id password last_login created_at session_mark",
        S: "email name role is_active theme letter_keys",
    },
    "accounts.HeldForm": {T: "id path owner created_at", N: "body_sealed"},
    "accounts.Draft": {T: "id user_id path saved_at", N: "body_sealed"},
    "organisation.Departement": {G: "code name"},
    "organisation.Epci": {G: "code name kind search_key"},
    "organisation.Commune": {
        G: "code name departement epci population postal_codes former_codes search_key"
    },
    "organisation.Employer": {T: "id created_at", G: "name kind departement offence_basis"},
    "organisation.Unit": {
        T: "id created_at",
        G: "name kind level parent departement commune official_id phone address hours latitude"
        " longitude receives_public separate_entrance closed_on search_key",
    },
    "organisation.Queue": {T: "id created_at", G: "employer name"},
    "organisation.Post": {
        T: "id created_at",
        G: "employer queue name kind fte duty_phone opened_on closed_on",
    },
    "organisation.Holding": {T: "id created_at", S: "post user starts_on ends_on"},
    "organisation.Cover": {T: "id created_at", S: "post user starts_on ends_on"},
    "organisation.DutyHours": {T: "id created_at", G: "post weekday starts_at ends_at"},
    "organisation.Affiliation": {T: "id created_at", S: "user employer unit departement"},
    "organisation.LocalProtocol": {
        G: "departement prosecutor_phone night_advice first_tier_hours second_tier_days"
        " third_tier_days"
    },
    "people.Person": {
        T: "id created_at employer",
        C: "sex age_band commune language interpreter",
    },
    "people.Identity": {T: "id created_at person", I: "card_sealed line_sealed"},
    "people.SafeChannel": {
        T: "id created_at version person checked_by opened_by opened_key",
        C: "kind safe message origin owner window checked_on opened_at protection"
        " protected_until",
        X: "value_sealed rule_sealed",
    },
    "people.CallerCheck": {
        T: "id created_at version person",
        C: "she_calls_us paper",
        X: "code_phrase_sealed",
    },
    "cases.Case": {
        T: "id created_at version employer post person code",
        C: "position problem state restricted opened_at last_contact_at next_step_on closed_at"
        " closing_reason",
    },
    "cases.CaseText": {T: "id created_at version case", N: "summary_sealed author_sealed"},
    "cases.TimelineEntry": {
        T: "id created_at case author_id subject_id",
        C: "at kind",
        N: "text_sealed",
    },
    "cases.Loan": {T: "id created_at case post user_id until", C: "ground"},
    "cases.Transfer": {
        T: "id created_at case from_post to_post proposed_by",
        C: "state answered_at",
    },
    "cases.GlassNote": {T: "id created_at case employer user_id", N: "reason_sealed"},
    "cases.ClosingNote": {
        T: "id created_at case",
        C: "at reason changes told_she_can_return",
        N: "words_sealed",
    },
}

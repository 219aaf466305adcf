"""What each column is, so that nothing personal is ever stored in clear without a decision.

One line per model and class; a test holds the table complete against the models, and checks
that each sealed class is a sealed cell. Tables that no model of ours describes follow, by the
columns they have in the database; a test holds them complete against its catalogue.
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

# One letter a word, as the table below is read; in a table of letters I is not taken for 1 (E741).
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
        S: "email name role is_active theme dense letter_keys",
    },
    "accounts.HeldForm": {T: "id path owner created_at", N: "body_sealed"},
    "accounts.Draft": {T: "id user_id path saved_at", N: "body_sealed"},
    "organisation.Departement": {G: "code name"},
    "organisation.Epci": {G: "code name kind search_key"},
    "organisation.Commune": {
        G: "code name departement epci population postal_codes former_codes search_key"
    },
    "organisation.Employer": {
        T: "id created_at version",
        G: "name kind departement offence_basis sms_allowed",
    },
    "organisation.Unit": {
        T: "id created_at version",
        G: "name kind level parent departement commune official_id phone address hours latitude"
        " longitude receives_public separate_entrance open_office closed_on search_key",
    },
    "organisation.Queue": {T: "id created_at", G: "employer name"},
    "organisation.Post": {
        T: "id created_at version",
        G: "employer queue name kind fte duty_phone opened_on closed_on",
    },
    "organisation.Holding": {T: "id created_at", S: "post user starts_on ends_on"},
    "organisation.Cover": {T: "id created_at", S: "post user starts_on ends_on"},
    "organisation.DutyHours": {T: "id created_at", G: "post weekday starts_at ends_at"},
    "organisation.Affiliation": {T: "id created_at", S: "user employer unit departement"},
    "organisation.SharedDevice": {
        T: "id created_at token_hash enrolled_by revoked_by",
        S: "unit name enrolled_at expires_on last_used_on revoked_at",
    },
    "organisation.Room": {
        T: "id created_at version",
        G: "unit name separate_entrance waiting_apart one_at_a_time minutes_between note"
        " closed_on",
    },
    "organisation.RoomHours": {
        T: "id created_at",
        G: "room weekday starts_at ends_at valid_from valid_until",
    },
    "organisation.Absence": {T: "id created_at employer", S: "user starts_at ends_at"},
    "organisation.LocalProtocol": {
        T: "version",
        G: "departement prosecutor_phone night_advice first_tier_hours second_tier_days"
        " third_tier_days small_count",
    },
    "people.Person": {
        T: "id created_at employer",
        C: "sex age_band commune language interpreter",
    },
    "people.Identity": {T: "id created_at version person", I: "card_sealed line_sealed"},
    "people.SafeChannel": {
        T: "id created_at version person checked_by opened_by opened_key",
        C: "kind safe message sms origin owner window checked_on opened_at protection"
        " protected_from protected_until",
        X: "value_sealed rule_sealed",
    },
    "people.CallerCheck": {
        T: "id created_at version person",
        C: "she_calls_us paper",
        X: "code_phrase_sealed",
    },
    "people.Merge": {T: "id created_at employer kept other by undone_by", C: "at undone_at"},
    "people.ToldApart": {T: "id created_at one two by", C: "at"},
    "partners.Partner": {
        T: "id created_at version",
        G: "source source_id updated_on name description siret networks closed_on commune"
        " postal_code address latitude longitude phone email website opening_hours search_key",
    },
    "partners.Service": {
        T: "id created_at version",
        G: "partner source source_id updated_on name kind needs description type themes audiences"
        " conditions fees reception zones mobilisation mobilised_by how_to_refer emergency"
        " checked_on closed_on commune postal_code address latitude longitude phone email"
        " website opening_hours search_key",
        S: "contact_name checked_by",
    },
    "cases.Case": {
        T: "id created_at employer post person code",
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
    "referrals.Referral": {
        T: "id created_at employer queue post case duplicate_of redirected_from receipt_id"
        " referrer_id partner_receipt_id",
        C: "card_lot partner unit commune source form problem procedure facts wish asked_tier"
        " set_tier approach night_measures restricted minor language interpreter reference state"
        " received_at planned_on answered_at decline_reason",
    },
    "referrals.ReferralIdentity": {
        T: "id created_at referral",
        I: "card_sealed",
        X: "channel_sealed",
    },
    "referrals.Informant": {
        T: "id created_at referral",
        C: "unnamed person_knows",
        I: "who_sealed",
        X: "contact_sealed phrase_sealed",
    },
    "referrals.CardLot": {
        T: "id created_at employer made_by",
        G: "post unit code count starts_on ends_on state handed_on handed_count",
    },
    "referrals.PartnerLink": {
        T: "id created_at employer made_by token_hash revoked_by",
        G: "partner queue source expires_on revoked_on",
        S: "holder",
    },
    "referrals.PartnerReceipt": {
        T: "id created_at link",
        C: "partner source due state received_on given_on",
        N: "reference_sealed",
        X: "contact_sealed",
    },
    "referrals.ReferralText": {
        T: "id created_at referral",
        N: "seen_sealed said_sealed ground_sealed approach_sealed",
    },
    "referrals.TierChange": {
        T: "id created_at referral by second_by",
        C: "at from_tier to_tier state second_at",
        N: "reason_sealed",
    },
    "referrals.RefusalCount": {T: "id created_at", C: "unit queue on form problem card_offered"},
    "referrals.ReviewList": {
        T: "id created_at",
        C: "unit for_date state opened_at closed_at by_worker",
        S: "opened_by holder_id",
    },
    "referrals.ReviewLine": {
        T: "id created_at list number shown_to_worker",
        C: "state kind_of_event",
        S: "typed_by",
        N: "cells_sealed",
    },
    "referrals.Receipt": {
        T: "id created_at user_id",
        C: "unit state received_on taken_up_on",
        N: "reference_sealed",
    },
    "referrals.DutyAlert": {
        T: "id created_at queue",
        C: "unit raised_at acknowledged_at",
        S: "raised_by acknowledged_by",
    },
    "contact.ContactAttempt": {
        T: "id created_at case channel author_id",
        C: "at kind outcome told",
        N: "note_sealed",
    },
    "contact.Appointment": {
        T: "id created_at version case worker_id second_id",
        C: "with_partner place unit room starts_at ends_at line state",
        X: "where_sealed",
    },
    "contact.CalendarFeed": {
        T: "id created_at token_hash line_key user_id",
        S: "opened_at fetched_at closed_at",
    },
    "contact.Session": {
        T: "id created_at case appointment corrects author_id",
        C: "at kind length present interpreter",
        N: "facts_sealed observed_sealed",
    },
    "contact.PrivateNote": {T: "id created_at session case author_id", N: "words_sealed"},
    "orientations.Orientation": {
        T: "id created_at case author_id",
        C: "need kind service state proposed_on consent consent_on shared sent_how sent_on"
        " appointment_at expects_answer_on answered_on",
        N: "note_sealed answer_sealed reason_sealed",
    },
    "proceedings.Measure": {
        T: "id created_at version case author_id",
        C: "kind state facts_on proof_on asked_on fixed_on granted_on notified_on judged_on"
        " ends_on",
        N: "note_sealed",
    },
    "rights.FicheReview": {
        T: "id created_at employer mark recorded_by",
        C: "fiche verdict read_on recorded_at",
        S: "reader body",
    },
    "rights.Step": {
        T: "id created_at version case author_id",
        C: "fiche state said_on due_on ended_on",
        N: "label_sealed note_sealed",
    },
    "proceedings.Hearing": {
        T: "id created_at version case author_id",
        C: "kind at unit state presence refused_by attended",
        N: "place_sealed",
    },
    "proceedings.ComplaintPreparation": {
        T: "id created_at version case",
        C: "section",
        N: "text_sealed",
    },
    "proceedings.ComplaintFact": {
        T: "id created_at version case author_id",
        N: "moment_sealed text_sealed",
    },
    "proceedings.ComplaintNote": {
        T: "id created_at case author_id",
        C: "noted_at moment status on",
        N: "number_sealed",
    },
    "proceedings.StatutoryReport": {
        T: "id created_at version case author_id corrects signed_by",
        C: "decided_at kind about ground state departement copy_to_council informed address_is"
        " signed_at sent_on sent_how acknowledged_on",
        I: "children_sealed who_sealed parents_sealed",
        X: "address_sealed",
        N: "because_sealed to_sealed seen_sealed told_sealed told_by_sealed not_informed_sealed",
    },
    "proceedings.PerilCall": {
        T: "id created_at case author_id",
        C: "at called",
        N: "done_sealed told_sealed",
    },
    "proceedings.Disclosure": {
        T: "id created_at case author_id subject_id",
        C: "at what to departement ground",
    },
    "assessment.Assessment": {
        T: "id created_at version case previous author_id",
        C: "corrects grid at state signed_at needs violence acts danger relation cohabitation"
        " children children_count child_bands children_exposed pregnancy fear grid_done grid_by"
        " grid_on grid_result known_before known_source known_on complaint complaint_on"
        " police_record types conjugal intrafamilial",
        N: "facts_sealed observations_sealed",
    },
    "imports.Import": {
        T: "id created_at employer post user_id",
        C: "kind state brought_at ended_at undone_at rows made known given_back",
        N: "sheet_sealed choices_sealed plan_sealed refused_sealed",
    },
    "imports.ImportedRow": {
        T: "id created_at of post line mark case_id person_id referral_id",
        C: "person_made",
    },
    "imports.KnownColumns": {T: "id created_at scope_id purpose mark", C: "columns"},
    "imports.KnownValue": {T: "id created_at scope_id field mark", C: "code"},
    "imports.NightSheet": {T: "id created_at list_id", S: "brought_by", N: "sheet_sealed"},
}

# Links between two of our models, and what the libraries keep.
TABLES: dict[str, dict[Secrecy, str]] = {
    "organisation_post_communes": {T: "id", G: "post_id commune_id"},
    "organisation_post_units": {T: "id", G: "post_id unit_id"},
    "organisation_unit_communes": {T: "id", G: "unit_id commune_id"},
    "account_emailaddress": {T: "id user_id verified primary", S: "email"},
    "account_emailconfirmation": {T: "id email_address_id created sent key"},
    "mfa_authenticator": {T: "id user_id type data created_at last_used_at"},
    "accounts_counter": {T: "cache_key value expires"},
    "auth_group": {T: "id name"},
    "auth_group_permissions": {T: "id group_id permission_id"},
    "auth_permission": {T: "id name content_type_id codename"},
    "django_content_type": {T: "id app_label model"},
    "django_migrations": {T: "id app name applied"},
    "django_session": {T: "session_key session_data expire_date"},
    "hmac_key": {T: "inner_pad outer_pad"},
    "procrastinate_events": {T: "id job_id type at"},
    "procrastinate_jobs": {
        T: "id queue_name task_name lock args status scheduled_at attempts queueing_lock priority"
        " abort_requested worker_id"
    },
    "procrastinate_periodic_defers": {T: "id task_name defer_timestamp job_id periodic_id"},
    "procrastinate_workers": {T: "id last_heartbeat"},
}

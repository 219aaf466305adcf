"""The bare pages: the same rows by plain SQL, in a plain template, without walls or seals.

They hold what the real ones show less the names, which the database cannot say in clear.
"""

from dataclasses import dataclass

PREFIX = "/banc/"
ADDRESS = "ENTREMISE_BENCH_DATABASE_URL"
# A role of the throw-away cluster alone, which reads every table and stops at no wall.
ROLE = "entremise_bench"


@dataclass(frozen=True, kw_only=True)
class BarePage:
    """The statements of a page, each with the name its rows have in the template."""

    statements: dict[str, str]
    template: str


_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Page nue</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/base/css/base.css"></head>
<body><header><a href="/">Entremise</a><nav><ul>
{%% for label, address in menu %%}<li><a href="{{ address }}">{{ label }}</a></li>{%% endfor %%}
</ul></nav></header><main>%s</main></body></html>"""

_LIST = BarePage(
    statements={
        "total": "SELECT count(*) AS n FROM cases_case"
        " WHERE post_id = %(post)s AND NOT restricted AND state <> 'closed'",
        "rows": "SELECT c.id, c.code, c.state, c.restricted, c.next_step_on, c.last_contact_at,"
        " c.opened_at, post.name AS post FROM cases_case c"
        " JOIN organisation_post post ON post.id = c.post_id"
        " WHERE c.post_id = %(post)s AND NOT c.restricted AND c.state <> 'closed'"
        " ORDER BY c.next_step_on NULLS LAST, c.opened_at DESC, c.id LIMIT 50",
    },
    template=_PAGE
    % """<h1>Situations</h1><table><caption>{{ total.0.n }} situations</caption>
<thead><tr><th>Personne</th><th>État</th><th>À reprendre le</th><th>Dernier contact</th>
<th>Ouverte le</th><th>Poste</th></tr></thead><tbody>
{% for row in rows %}<tr>
<th><a href="/situations/{{ row.id }}/">{{ row.code }}</a> <span>{{ row.code }}</span></th>
<td>{{ row.state }}{% if row.restricted %} <span>Accès restreint</span>{% endif %}</td>
<td>{% if row.next_step_on %}{{ row.next_step_on|date:"j F Y" }}{% else %}aucune{% endif %}</td>
<td>{% if row.last_contact_at %}{{ row.last_contact_at|date:"j F Y" }}{% else %}<span>pas encore\
</span>{% endif %}</td>
<td>{{ row.opened_at|date:"j F Y" }}</td><td>{{ row.post }}</td></tr>{% endfor %}
</tbody></table>""",
)

_QUEUE = BarePage(
    statements={
        "rows": "SELECT r.id, r.source, r.form, r.problem, r.wish, r.facts, r.approach,"
        " r.asked_tier, r.set_tier, r.received_at, r.planned_on, r.restricted,"
        " unit.name AS unit, commune.name AS commune, queue.name AS queue"
        " FROM referrals_referral r JOIN organisation_queue queue ON queue.id = r.queue_id"
        " LEFT JOIN organisation_unit unit ON unit.id = r.unit_id"
        " LEFT JOIN organisation_commune commune ON commune.code = r.commune_id"
        " WHERE r.queue_id = %(queue)s AND r.state = 'received' AND NOT r.restricted"
        " ORDER BY r.received_at, r.id",
    },
    template=_PAGE
    % """<h1>À joindre</h1><table><caption>{{ rows|length }} saisines en attente</caption>
<thead><tr><th>Urgence</th><th>Pourquoi</th><th>D’où</th><th>Première tentative avant</th>
<th>Actes</th>
</tr></thead><tbody>
{% for row in rows %}<tr><th><span>{{ row.set_tier|default:row.asked_tier }}</span></th>
<td>{% for fact, answer in row.facts.items %}{{ fact }}, {% endfor %}{{ row.problem }}
{% if row.approach == "to_decide" %}<br><span>à décider</span>{% endif %}</td>
<td>{{ row.unit|default:row.source }}{% if row.commune %}, {{ row.commune }}{% endif %}<br>
<span>{{ row.form }}, reçue le {{ row.received_at|date:"j F Y à H:i" }}</span></td>
<td>{{ row.received_at|date:"j F Y à H:i" }}{% if row.planned_on %}<br>prévue le \
{{ row.planned_on|date:"j F Y" }}{% endif %}</td>
<td><a href="/saisines/{{ row.id }}/prendre/">Prendre</a>
<a href="/saisines/{{ row.id }}/">Ouvrir</a>
<a href="/saisines/{{ row.id }}/planifier/">Planifier</a>
<a href="/saisines/{{ row.id }}/rediriger/">Rediriger</a>
<a href="/saisines/{{ row.id }}/sans-suite/">Sans suite</a></td></tr>{% endfor %}
</tbody></table>""",
)

_CASE = BarePage(
    statements={
        "cases": "SELECT c.id, c.code, c.state, c.position, c.next_step_on, c.last_contact_at,"
        " person.age_band, commune.name AS commune, post.name AS post, employer.name AS employer,"
        " (SELECT min(starts_at) FROM contact_appointment meeting WHERE meeting.case_id = c.id"
        "  AND meeting.state = 'planned' AND meeting.starts_at >= now()) AS meeting_at,"
        " (SELECT count(*) FROM orientations_orientation o WHERE o.case_id = c.id"
        "  AND o.state = 'sent') AS awaiting"
        " FROM cases_case c JOIN people_person person ON person.id = c.person_id"
        " JOIN organisation_post post ON post.id = c.post_id"
        " JOIN organisation_employer employer ON employer.id = c.employer_id"
        " LEFT JOIN organisation_commune commune ON commune.code = person.commune_id"
        " WHERE c.id = %(case)s",
        "channels": "SELECT channel.kind, channel.safe, channel.checked_on"
        " FROM people_safechannel channel JOIN cases_case c ON c.person_id = channel.person_id"
        " WHERE c.id = %(case)s ORDER BY channel.created_at, channel.id",
        "assessments": "SELECT at, needs, danger, state FROM assessment_assessment"
        " WHERE case_id = %(case)s ORDER BY at DESC, created_at DESC, id DESC",
        "timeline": "SELECT at, kind, length(text_sealed) AS size FROM cases_timelineentry"
        " WHERE case_id = %(case)s ORDER BY at DESC, created_at DESC, id DESC",
    },
    template=_PAGE
    % """{% with case=cases.0 %}<h1>{{ case.code }}</h1>
<p>{{ case.state }} · {{ case.position }} · {{ case.age_band }} · {{ case.commune }} · \
{{ case.post }}</p>
<dl><dt>Prochain rendez-vous</dt><dd>{{ case.meeting_at|date:"j F Y à H:i" }}</dd>
<dt>À reprendre le</dt><dd>{{ case.next_step_on|date:"j F Y" }}</dd>
<dt>Dernier contact</dt><dd>{{ case.last_contact_at|date:"j F Y" }}</dd>
<dt>Réponses attendues</dt><dd>{{ case.awaiting }}</dd></dl>
{% for channel in channels %}<p><strong>{{ channel.kind }}</strong> : {{ channel.safe }}, \
{{ channel.checked_on|date:"j F Y" }}</p>{% endfor %}
{% for sheet in assessments %}<p>{{ sheet.at|date:"j F Y" }} : {% for need in sheet.needs %}\
<span>{{ need }}</span> {% endfor %}</p>{% endfor %}
<ol>{% for line in timeline %}<li><p><strong>{{ line.kind }}</strong>, \
{{ line.at|date:"j F Y à H:i" }}</p><p>{{ line.size }}</p></li>{% endfor %}</ol>{% endwith %}""",
)

PAGES = {"situations": _LIST, "file": _QUEUE, "situation": _CASE}
MENU = [(f"Entrée {number}", f"/entree-{number}/") for number in range(10)]

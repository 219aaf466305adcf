"""What every form says of an answer that it cannot keep, in place of Django's own words.

A sentence says what to do. A question that knows better gives its own in `error_messages`.
"""

from django import forms

NO_SUCH_DAY = "Cette date n’existe pas. Exemple : 31/01/2026."
NO_SUCH_HOUR = "Cette heure n’existe pas. Exemple : 14:30."
NOT_A_CHOICE = "Choisissez une réponse de la liste."
NOT_READABLE = "Cette réponse n’est pas lisible : répondez à nouveau."

# A class says its own words, then those of its ancestors; a validator's are replaced by its code.
PLAIN: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Répondez à cette question."},
    forms.CharField: {
        "max_length": "C’est trop long : %(limit_value)d signes au plus.",
        "min_length": "C’est trop court : %(limit_value)d signes au moins.",
        "null_characters_not_allowed": "Un signe est illisible : écrivez à nouveau ce texte.",
    },
    forms.EmailField: {
        "invalid": "Écrivez une adresse entière. Exemple : prenom.nom@exemple.fr.",
    },
    forms.IntegerField: {
        "invalid": "Écrivez un nombre entier, en chiffres.",
        "max_value": "Écrivez un nombre qui ne dépasse pas %(limit_value)s.",
        "min_value": "Écrivez un nombre d’au moins %(limit_value)s.",
    },
    forms.DecimalField: {
        "invalid": "Écrivez un nombre, en chiffres.",
        "max_digits": "Ce nombre est trop long : %(max)s chiffres au plus.",
        "max_decimal_places": "Écrivez %(max)s chiffres au plus après la virgule.",
        "max_whole_digits": "Écrivez %(max)s chiffres au plus avant la virgule.",
    },
    forms.DateField: {"invalid": NO_SUCH_DAY},
    forms.TimeField: {"invalid": NO_SUCH_HOUR},
    forms.SplitDateTimeField: {"invalid_date": NO_SUCH_DAY, "invalid_time": NO_SUCH_HOUR},
    forms.MultiValueField: {"invalid": NOT_READABLE, "incomplete": "Répondez à tout."},
    forms.ChoiceField: {"invalid_choice": NOT_A_CHOICE},
    forms.MultipleChoiceField: {"invalid_choice": NOT_A_CHOICE, "invalid_list": NOT_A_CHOICE},
    forms.UUIDField: {"invalid": NOT_READABLE},
    forms.JSONField: {"invalid": NOT_READABLE},
    forms.FileField: {
        "invalid": "Choisissez le fichier à nouveau.",
        "missing": "Choisissez un fichier.",
        "empty": "Ce fichier est vide : choisissez-en un autre.",
        "max_length": "Le nom de ce fichier est trop long : %(max)d signes au plus.",
        "contradiction": "Choisissez un fichier, ou cochez la case qui l’efface.",
    },
}


def speak_plainly() -> None:
    """Have every question of every form say these sentences."""
    for question, words in PLAIN.items():
        own = vars(question).get("default_error_messages", {})
        question.default_error_messages = {**own, **words}

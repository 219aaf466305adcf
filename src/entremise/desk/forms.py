"""What the desk asks: a name to find, an event to filter."""

from django import forms

from entremise.access.events import Event


class Search(forms.Form):
    """One box."""

    text = forms.CharField(
        label="Nom, prénom, année de naissance ou numéro de téléphone",
        max_length=200,
        help_text="Comme vous l’avez entendu : les accents, l’ordre et l’orthographe ne comptent"
        " pas. Pour un numéro, quatre chiffres suffisent.",
    )


class JournalFilter(forms.Form):
    """Which lines of the journal."""

    event = forms.ChoiceField(label="Acte", choices=[("", "Tous"), *Event.choices], required=False)

"""A day, an hour, a moment: as a browser asks for them, and as it can show what is there."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from entremise.base.wording import NO_SUCH_DAY, NO_SUCH_HOUR

DOUBTFUL = "Vérifiez l’année."
YEAR_FIRST, WITHOUT_SECONDS = "%Y-%m-%d", "%H:%M"


class DayInput(forms.DateInput):
    """A day; the browser only shows one that is written year first."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format=YEAR_FIRST)


class HourInput(forms.TimeInput):
    """An hour; given seconds, the browser would ask for seconds."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format=WITHOUT_SECONDS)


class MomentInput(forms.SplitDateTimeWidget):
    """A day and an hour, each with a name of its own for who hears them."""

    def __init__(self) -> None:
        super().__init__(
            date_attrs={"type": "date", "aria-label": "Jour"},
            time_attrs={"type": "time", "aria-label": "Heure"},
            date_format=YEAR_FIRST,
            time_format=WITHOUT_SECONDS,
        )


class DayField(forms.DateField):
    """A question whose answer is a day, typed or chosen."""

    widget = DayInput


class DayOfThisCentury(DayField):
    """A day of our own time: a year typed in two figures is another one."""

    default_validators = [
        MinValueValidator(date(2000, 1, 1), DOUBTFUL),
        MaxValueValidator(date(2099, 12, 31), DOUBTFUL),
    ]


class MomentField(forms.SplitDateTimeField):
    """A question whose answer is a day and an hour, neither without the other."""

    widget = MomentInput
    default_error_messages: ClassVar = {
        "invalid_date": NO_SUCH_DAY,
        "invalid_time": NO_SUCH_HOUR,
        "no_day": "Écrivez aussi le jour. Exemple : 31/01/2026.",
        "no_hour": "Écrivez aussi l’heure. Exemple : 14:30.",
    }

    def clean(self, value: Any) -> Any:
        # Django would say that nothing was answered, or that the empty half does not exist.
        day, hour = value or ("", "")
        if bool(day) != bool(hour):
            missing = "no_hour" if day else "no_day"
            raise ValidationError(self.error_messages[missing], code=missing)
        return super().clean(value)

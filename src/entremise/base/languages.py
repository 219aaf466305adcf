"""The languages of what is shown or given to the public, each named by those who read it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class PageLanguage:
    """A language of the form, and the side on which its lines begin."""

    code: str
    name: str
    rtl: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"


LANGUAGES = (
    PageLanguage(code="fr", name="Français"),
    PageLanguage(code="en", name="English"),
    PageLanguage(code="ar", name="العربية", rtl=True),
    PageLanguage(code="tr", name="Türkçe"),
    PageLanguage(code="pt", name="Português"),
    PageLanguage(code="es", name="Español"),
)
BY_CODE = {one.code: one for one in LANGUAGES}


def language(code: str) -> PageLanguage:
    """The language of this code, or French."""
    return BY_CODE.get(code, BY_CODE[settings.LANGUAGE_CODE])

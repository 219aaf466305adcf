from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "entremise.base"
    label = "base"
    verbose_name = "socle"

    def ready(self) -> None:
        # Before any form is made: a question keeps the words that it was made with.
        from entremise.base.wording import speak_plainly

        speak_plainly()

"""Which database holds which context."""

from typing import Any

KEYS_APP = "base"
# Django's name for the table of the database cache: our counters of tries.
COUNTERS_APP = "django_cache"


class Router:
    """`base` owns the tables of the keys database; every other context lies in the main one."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        return {KEYS_APP: "keys", COUNTERS_APP: "counters"}.get(model._meta.app_label, "default")

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return db == ("keys_owner" if app_label == KEYS_APP else "owner")

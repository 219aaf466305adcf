from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "entremise.access"
    label = "access"
    verbose_name = "accès"

    def ready(self) -> None:
        from entremise.access.tables import grant_open_tables

        post_migrate.connect(grant_open_tables, sender=self, dispatch_uid="open tables")

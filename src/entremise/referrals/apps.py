from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "entremise.referrals"
    label = "referrals"
    verbose_name = "saisines"

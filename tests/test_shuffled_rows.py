"""The harness that shuffles unordered rows is seen to shuffle them, and only them."""

import pytest
from django.db.models import Count

from entremise.organisation.models import Commune, Departement

pytestmark = pytest.mark.django_db


class TestUnorderedRows:
    def test_come_in_another_order_each_time(self):
        orders = {tuple(Commune.objects.values_list("pk", flat=True)) for _ in range(12)}
        assert len(orders) > 1

    def test_keep_the_order_that_was_asked(self):
        orders = {tuple(Commune.objects.order_by("pk").values_list("pk")) for _ in range(12)}
        assert len(orders) == 1

    def test_still_count_and_group(self):
        by_departement = dict(
            Departement.objects.annotate(n=Count("commune")).values_list("code", "n")
        )
        assert sum(by_departement.values()) == Commune.objects.count()
        assert Commune.objects.filter(pk__in=Commune.objects.all()[:2]).exists()

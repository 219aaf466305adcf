"""The technical administration alone says what an account may do: the database itself holds it."""

import pytest
from django.db import DatabaseError, transaction

from clients import make_user
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(world):
    return make_user("officer")


def change(account, **decided):
    return User.objects.filter(pk=account.pk).update(**decided)


@pytest.mark.parametrize("decided", [{"role": "admin"}, {"is_active": False}], ids=str)
class TestAnAccount:
    def test_is_decided_on_by_the_administration(self, world, account, decided):
        with acting_as(world.actor(world.admin)):
            assert change(account, **decided) == 1

    @pytest.mark.parametrize(
        "role", ["worker", "coordinator", "officer", "chief", "steering", "dpo"]
    )
    def test_is_decided_on_by_no_other_role(self, world, account, role, decided):
        with (
            acting_as(world.actor(getattr(world, role))),
            pytest.raises(DatabaseError, match="the administration decides"),
            transaction.atomic(),
        ):
            change(account, **decided)

    def test_is_decided_on_by_no_visitor(self, account, decided):
        with (
            acting_as(PUBLIC),
            pytest.raises(DatabaseError, match="the administration decides"),
            transaction.atomic(),
        ):
            change(account, **decided)

    def test_is_not_decided_on_where_nobody_asks(self, account, decided):
        with pytest.raises(DatabaseError, match="nobody asks"), transaction.atomic():
            change(account, **decided)


def test_the_rest_is_its_owner_s_and_the_login_s(account):
    assert change(account, theme="dark", name="Autre nom") == 1

"""The five pages of an import and those of a night, through a browser without JavaScript."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

import untidy
from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.base import sheets
from entremise.cases.actions import write_note
from entremise.cases.models import Case
from entremise.imports.models import Import
from entremise.referrals import actions as referrals
from importing import brought, guessed, imported

pytestmark = pytest.mark.django_db


def file(content, name="suivi.xlsx"):
    return SimpleUploadedFile(name, content)


def body(answer):
    return answer.content.decode()


def fields_of(answer):
    """The form as the browser holds it: each question with the answer that it proposes."""
    form = answer.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value is not None}


def address(name, import_id):
    return reverse(f"imports:{name}", args=[import_id])


def send(client, content, name="suivi.xlsx", post=""):
    page = client.get(reverse("imports:imports"))
    post = post or re.search(r'name="post" value="([^"]+)"', body(page))[1]
    return client.post(reverse("imports:imports"), {"post": post, "sheet": file(content, name)})


class TestFiveSteps:
    def test_lead_from_the_file_to_the_cases(self, world):
        client = logged_in_client(world.worker)
        answer = send(client, untidy.header_on_row_three())
        for _step in ("titles", "columns", "values"):
            assert answer.status_code == 302, body(answer)
            page = client.get(answer.url)
            answer = client.post(answer.url, fields_of(page))
        page = client.get(answer.url)
        assert "Situations à créer" in body(page)
        import_id = page.context["view"].of.pk
        done = client.post(address("make", import_id), follow=True)
        assert "Reprise terminée" in body(done)
        with acting_as(world.actor(world.worker)):
            assert Case.objects.count() == 2

    def test_show_the_guess_as_a_guess(self, world):
        import_id = brought(world, untidy.header_on_row_three())
        page = logged_in_client(world.worker).get(address("columns", import_id))
        assert "Proposé d’après le titre, à vérifier." in body(page)
        assert "Par exemple" in body(page)

    def test_take_what_is_pasted(self, world):
        client = logged_in_client(world.worker)
        posted = {"post": str(world.post.pk), "text": untidy.yes_and_no()}
        answer = client.post(reverse("imports:imports"), posted)
        assert answer.status_code == 302

    def test_group_faults_by_their_repair(self, world):
        import_id = brought(world, untidy.two_persons_in_a_cell())
        guessed(world, import_id)
        client = logged_in_client(world.worker)
        page = client.get(address("preview", import_id))
        assert "Plusieurs personnes dans la même case (2)" in body(page)
        repaired = client.post(
            address("preview", import_id), {**fields_of(page), "r-several": "split"}, follow=True
        )
        assert "Plusieurs personnes dans la même case (0)" in body(repaired)

    def test_give_the_refused_lines_back(self, world):
        of = imported(world, untidy.dates_as_text())
        client = logged_in_client(world.worker)
        answer = client.get(address("given_back", of.pk))
        assert answer["Content-Disposition"] == 'attachment; filename="lignes-rendues.csv"'
        assert "mi-mars" in answer.content.decode("utf-8-sig")

    def test_undo(self, world):
        of = imported(world, untidy.merged_cells())
        client = logged_in_client(world.worker)
        page = client.post(address("undo", of.pk), follow=True)
        assert "4 situations retirées." in body(page)
        assert "Reprise annulée" in body(page)

    def test_offer_no_lines_that_undoing_wiped(self, world):
        of = imported(world, untidy.dates_as_text())
        client = logged_in_client(world.worker)
        assert address("given_back", of.pk) in body(client.get(address("result", of.pk)))
        page = client.post(address("undo", of.pk), follow=True)
        assert address("given_back", of.pk) not in body(page)
        assert client.get(address("given_back", of.pk)).status_code == 409

    def test_say_which_cases_stay_after_undoing(self, world):
        of = imported(world, untidy.merged_cells())
        with acting_as(world.actor(world.worker)) as actor:
            case = Case.objects.order_by("opened_at", "pk").first()
            write_note(actor=actor, case_id=case.pk, text="Elle a rappelé.", now=timezone.now())
        page = logged_in_client(world.worker).post(address("undo", of.pk), follow=True)
        assert "3 situations retirées." in body(page)
        assert f"Situation {case.code}" in body(page)

    def test_lead_back_to_the_first_that_is_not_answered(self, world):
        import_id = brought(world, untidy.merged_cells())
        client = logged_in_client(world.worker)
        page = client.get(address("result", import_id), follow=True)
        assert page.redirect_chain[-1][0] == address("columns", import_id)


class TestRefusing:
    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"%PDF-1.7", "suivi.xlsx", "un document PDF"),
            (b"", "suivi.csv", "est vide"),
            (b"x" * (sheets.MOST_BYTES + 1), "suivi.csv", "dépasse 10 Mo"),
            (untidy.ole({"EncryptedPackage": b"x"}), "suivi.xlsx", "mot de passe"),
        ],
    )
    def test_says_so_beside_the_file_and_keeps_nothing(self, world, content, name, said):
        client = logged_in_client(world.worker)
        answer = send(client, content, name)
        assert answer.status_code == 200
        assert said in " ".join(answer.context["form"].errors["sheet"])
        with acting_as(world.actor(world.worker)):
            assert not Import.objects.exists()

    def test_nothing_at_all(self, world):
        client = logged_in_client(world.worker)
        answer = client.post(reverse("imports:imports"), {"post": str(world.post.pk)})
        assert "Choisissez un fichier, ou collez un tableau." in body(answer)

    def test_a_post_that_is_not_hers(self, world):
        client = logged_in_client(world.worker)
        answer = send(client, untidy.merged_cells(), post=str(world.other_post.pk))
        assert answer.status_code == 200
        assert answer.context["form"].errors["post"]


class TestNobodyElse:
    PAGES = ("result", "titles", "columns", "values", "preview", "given_back")

    def test_another_worker_and_every_other_role_find_nothing(self, world):
        import_id = brought(world, untidy.merged_cells())
        guessed(world, import_id)
        users = (world.other_worker, world.far_worker, world.coordinator, world.chief)
        for user in (*users, world.officer, world.dpo, world.steering, world.admin):
            client = logged_in_client(user)
            for name in self.PAGES:
                assert client.get(address(name, import_id)).status_code == 404, (user.role, name)
            for name in ("make", "drop", "undo"):
                assert client.post(address(name, import_id)).status_code == 404, (user.role, name)

    def test_only_workers_are_offered_it(self, world):
        assert (
            logged_in_client(world.coordinator).get(reverse("imports:imports")).status_code == 404
        )
        cases = reverse("desk:cases")
        assert reverse("imports:imports") in body(logged_in_client(world.worker).get(cases))
        assert reverse("imports:imports") not in body(
            logged_in_client(world.coordinator).get(cases)
        )


class TestTheSheetOfANight:
    ROWS = [["Nature", "Personnes", "Observations"], ["VIF", "Mme CANARI Zoé", "Cris"]]

    def opened(self, world):
        with acting_as(world.actor(world.chief)) as actor:
            return referrals.open_list(
                actor=actor, unit_id=world.station.pk, now=timezone.now()
            ).pk

    def test_is_brought_beside_the_pasted_one(self, world):
        list_id = self.opened(world)
        client = logged_in_client(world.chief)
        page = client.get(reverse("referrals:list", args=[list_id]))
        assert reverse("imports:night_file", args=[list_id]) in body(page)
        sent = client.post(
            reverse("imports:night_file", args=[list_id]),
            {"sheet": file(untidy.xlsx(self.ROWS), "nuit.xlsx")},
        )
        page = client.get(sent.url)
        assert "CANARI" in body(page)
        added = client.post(sent.url, {**fields_of(page), "add": "1"}, follow=True)
        assert "1 ligne ajoutée." in body(added)
        assert "Cris" in body(added)

    def test_may_have_its_titles_elsewhere(self, world):
        list_id = self.opened(world)
        client = logged_in_client(world.chief)
        rows = [
            ["Nature", "Personnes", "Observations"],
            ["Faits", "Noms", "Vu"],
            ["VIF", "X", "Y"],
        ]
        sent = client.post(
            reverse("imports:night_file", args=[list_id]), {"sheet": file(untidy.xlsx(rows))}
        )
        again = client.post(sent.url, {"leaf": "0", "header": "1", "again": "1"})
        page = client.get(again.url)
        assert page.context["view"].lines == 1

    def test_that_cannot_be_read_is_refused_beside_the_file(self, world):
        list_id = self.opened(world)
        answer = logged_in_client(world.chief).post(
            reverse("imports:night_file", args=[list_id]), {"sheet": file(b"%PDF", "nuit.ods")}
        )
        assert "un document PDF" in " ".join(answer.context["form"].errors["sheet"])

    def test_is_nobody_elses(self, world):
        list_id = self.opened(world)
        for user in (world.officer, world.coordinator, world.far_worker, world.other_worker):
            client = logged_in_client(user)
            for name in ("imports:night", "imports:night_file"):
                assert client.get(reverse(name, args=[list_id])).status_code == 404, name

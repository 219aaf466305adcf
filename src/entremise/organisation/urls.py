"""Addresses of the pages of the organisation."""

from django.urls import path
from django.views.generic import RedirectView

from entremise.organisation.views import (
    absences,
    accounts,
    coverage,
    devices,
    employers,
    posts,
    rooms,
    sms,
    units,
)

app_name = "organisation"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="organisation:coverage"), name="home"),
    path("couverture/", coverage.coverage, name="coverage"),
    path("communes/", coverage.communes, name="communes"),
    path("protocole/<str:departement>/", coverage.protocol, name="protocol"),
    path("unites/", units.units, name="units"),
    path("unites/nouvelle/", units.new_unit, name="new_unit"),
    path("unites/importer/", units.import_list, name="import_list"),
    path("unites/<uuid:unit_id>/", units.unit, name="unit"),
    path("unites/<uuid:unit_id>/fermer/", units.close_unit, name="close_unit"),
    path("unites/<uuid:unit_id>/salles/", rooms.rooms, name="rooms"),
    path("salles/<uuid:room_id>/", rooms.room, name="room"),
    path("salles/<uuid:room_id>/heures/", rooms.add_hours, name="add_room_hours"),
    path(
        "salles/<uuid:room_id>/heures/<uuid:hours_id>/retirer/",
        rooms.remove_hours,
        name="remove_room_hours",
    ),
    path("absences/", absences.absences, name="absences"),
    path("absences/<uuid:absence_id>/retirer/", absences.take_back, name="take_back_absence"),
    path("ordinateurs/", devices.devices, name="devices"),
    path("ordinateurs/nouveau/", devices.enrol_device, name="enrol_device"),
    path("ordinateurs/<uuid:device_id>/retirer/", devices.remove_device, name="remove_device"),
    path("employeurs/", employers.employers, name="employers"),
    path("employeurs/nouveau/", employers.new_employer, name="new_employer"),
    path("employeurs/<uuid:employer_id>/", employers.employer, name="employer"),
    path("employeurs/<uuid:employer_id>/sms/", sms.allow_sms, name="allow_sms"),
    path("employeurs/<uuid:employer_id>/poste/", posts.new_post, name="new_post"),
    path("postes/", posts.posts, name="posts"),
    path("postes/<uuid:post_id>/", posts.post, name="post"),
    path("postes/<uuid:post_id>/corriger/", posts.change_post, name="change_post"),
    path("postes/<uuid:post_id>/titulaire/", posts.give_post, name="give_post"),
    path(
        "postes/<uuid:post_id>/titulaire/<uuid:holding_id>/fin/",
        posts.end_holding,
        name="end_holding",
    ),
    path("postes/<uuid:post_id>/remplacement/", posts.cover_post, name="cover_post"),
    path(
        "postes/<uuid:post_id>/remplacement/<uuid:cover_id>/fin/",
        posts.end_cover,
        name="end_cover",
    ),
    path("postes/<uuid:post_id>/permanence/", posts.add_duty, name="add_duty"),
    path(
        "postes/<uuid:post_id>/permanence/<uuid:duty_id>/retirer/",
        posts.remove_duty,
        name="remove_duty",
    ),
    path("postes/<uuid:post_id>/commune/", posts.add_commune, name="add_commune"),
    path("postes/<uuid:post_id>/intercommunalite/", posts.add_epci, name="add_epci"),
    path("postes/<uuid:post_id>/communes/retirer/", posts.remove_communes, name="remove_communes"),
    path("postes/<uuid:post_id>/unites/", posts.set_units, name="set_units"),
    path("comptes/", accounts.accounts, name="accounts"),
    path("comptes/nouveau/", accounts.new_account, name="new_account"),
    path("comptes/<uuid:user_id>/", accounts.account, name="account"),
    path("comptes/<uuid:user_id>/lien/", accounts.new_link, name="new_link"),
    path("comptes/<uuid:user_id>/fermer/", accounts.close_account, name="close_account"),
    path("comptes/<uuid:user_id>/rouvrir/", accounts.reopen_account, name="reopen_account"),
    path("comptes/<uuid:user_id>/second-facteur/", accounts.forget_factor, name="forget_factor"),
]

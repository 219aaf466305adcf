"""Referrals, morning lists, alerts."""

from django.urls import path

from entremise.referrals.views import alerts, entrances, queue, reviews

app_name = "referrals"
urlpatterns = [
    path("saisines/nouvelle/", entrances.new, name="new"),
    path("saisines/unite/", entrances.refer, name="refer"),
    path("saisines/noter/<slug:door>/", entrances.record, name="record"),
    path("saisines/accuses/", entrances.receipts, name="receipts"),
    path("saisines/file/", queue.queue, name="queue"),
    path("saisines/<uuid:referral_id>/", queue.referral, name="referral"),
    path("saisines/<uuid:referral_id>/prendre/", queue.take, name="take"),
    path("saisines/<uuid:referral_id>/planifier/", queue.plan, name="plan"),
    path("saisines/<uuid:referral_id>/rediriger/", queue.send_on, name="send_on"),
    path("saisines/<uuid:referral_id>/sans-suite/", queue.decline, name="decline"),
    path("saisines/<uuid:referral_id>/urgence/", queue.urgency, name="urgency"),
    path("saisines/<uuid:referral_id>/contact/", queue.approach, name="approach"),
    path("saisines/<uuid:referral_id>/en-double/", queue.duplicate, name="duplicate"),
    path("saisines/urgence/<uuid:change_id>/", queue.second, name="second"),
    path("saisines/attente/", reviews.not_closed, name="waiting"),
    path("saisines/attente/<uuid:referral_id>/confier/", reviews.assign, name="assign"),
    path("liste-du-matin/", reviews.lists, name="lists"),
    path("liste-du-matin/<uuid:list_id>/", reviews.page, name="list"),
    path("liste-du-matin/<uuid:list_id>/clore/", reviews.close, name="close_list"),
    path("liste-du-matin/ligne/<uuid:line_id>/", reviews.decide, name="decide"),
    path("liste-du-matin/ligne/<uuid:line_id>/danger/", reviews.danger, name="danger"),
    path("alerte/", alerts.watch, name="alerts"),
    path("alerte/en-cours/", alerts.ringing, name="ringing"),
    path("alerte/donner/", alerts.raise_alert, name="raise_alert"),
    path("alerte/<uuid:alert_id>/", alerts.status, name="alert"),
    path("alerte/<uuid:alert_id>/repondre/", alerts.acknowledge, name="acknowledge"),
]

"""Pages of one case's life, under /situations/."""

from django.urls import path

from entremise.cases import views

app_name = "cases"
urlpatterns = [
    path("<uuid:case_id>/note/", views.note, name="note"),
    path("<uuid:case_id>/etape/", views.next_step, name="next_step"),
    path("<uuid:case_id>/cloture/", views.close, name="close"),
    path("<uuid:case_id>/reouverture/", views.reopen, name="reopen"),
    path("<uuid:case_id>/identite/", views.identity, name="identity"),
    path("<uuid:case_id>/acces/", views.lending, name="lending"),
    path("<uuid:case_id>/acces/<uuid:loan_id>/fin/", views.end_share, name="end_share"),
    path("<uuid:case_id>/restriction/", views.restrict, name="restrict"),
    path("<uuid:case_id>/restriction/fin/", views.lift, name="lift"),
    path("<uuid:case_id>/lectrice/", views.name_reader, name="name_reader"),
    path("<uuid:case_id>/transfert/", views.transfer, name="transfer"),
    path("<uuid:case_id>/acces-exceptionnel/", views.glass, name="glass"),
    path("<uuid:case_id>/attribution/", views.reassign, name="reassign"),
    path("transferts/<uuid:transfer_id>/", views.answer_transfer, name="answer_transfer"),
    *(
        path(f"<uuid:case_id>/{name}/", views.text, {"name": name}, name=field)
        for name, (field, _label) in views.TEXTS.items()
    ),
]

"""Addresses of what she takes with her, under /situations/."""

from django.urls import path

from entremise.papers import views

app_name = "papers"
urlpatterns = [
    path("<uuid:case_id>/papier/", views.handout, name="handout"),
]

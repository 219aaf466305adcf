"""Pages of figures."""

from django.urls import path

from entremise.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.figures, name="figures"),
    path("<slug:by>/", views.rows, name="rows"),
]

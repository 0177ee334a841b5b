"""The addresses of the report: the same pages in a case and without one."""

from django.urls import path

from meldcode.melding import views, views_out

app_name = "melding"

urlpatterns = [
    path("", views.overzicht, name="overzicht"),
    path("begin", views.begin, name="begin"),
    path("bijwerken", views.bijwerken, name="bijwerken"),
    path("weg", views.weg, name="weg"),
    path("deel/<slug:deel>", views.deel, name="deel"),
    path("mensen", views.mensen, name="mensen"),
    path("mens/<slug:wie>", views.mens, name="mens"),
    path("feiten", views.feiten, name="feiten"),
    path("feit/<slug:welk>", views.feit, name="feit"),
    path("verteld", views.verteld, name="verteld"),
    path("verteld/<slug:wie>", views.verteld_aan, name="verteld_aan"),
    path("controle", views.controle, name="controle"),
    path("stukken", views_out.stukken, name="stukken"),
    path("afschrift/<slug:wie>", views_out.afschrift, name="afschrift"),
    path("adviesvraag", views_out.vraag, name="adviesvraag"),
    path("geven", views_out.geven, name="geven"),
    path("verzegeld", views_out.verzegeld, name="verzegeld"),
    path("maak/<slug:welk>/<slug:vorm>", views_out.maak, name="maak"),
    path("maak/<slug:welk>/<slug:vorm>/<slug:wie>", views_out.maak, name="maak_voor"),
]

"""The addresses of the case file. A case is named by a random reference, never by its content."""

from django.urls import path

from meldcode.dossier import (
    views,
    views_add,
    views_case,
    views_framework,
    views_out,
    views_rights,
    views_weigh,
)

app_name = "dossier"

_CASE = "zaak/<slug:zaak>/"

urlpatterns = [
    path("", views.zaken, name="zaken"),
    path("nieuw", views.nieuw, name="nieuw"),
    path("agenda.ics", views.agenda, name="agenda"),
    path("nood", views_rights.nood, name="nood"),
    path(_CASE, views_case.zaak, name="zaak"),
    path(_CASE + "regel/<int:nummer>", views_case.regel, name="regel"),
    path(_CASE + "zoek", views_case.zoek, name="zoek"),
    path(_CASE + "overdracht", views_case.overdracht, name="overdracht"),
    path(_CASE + "adres/<slug:wie>", views_case.adres, name="adres"),
    path(_CASE + "toevoegen", views_add.kies, name="kies"),
    path(_CASE + "toevoegen/<slug:soort>", views_add.toevoegen, name="toevoegen"),
    path(_CASE + "regel/<int:nummer>/verbeteren", views_add.verbeteren, name="verbeteren"),
    path(_CASE + "controle/<slug:welke>", views_add.controle, name="controle"),
    path(_CASE + "bijlage", views_add.bijlage, name="bijlage"),
    path(_CASE + "bestand/<int:nummer>", views_out.bestand, name="bestand"),
    path(_CASE + "concept", views_add.concept, name="concept"),
    path(_CASE + "wegen", views_weigh.wegen, name="wegen"),
    path(_CASE + "kader", views_framework.kader, name="kader"),
    path(_CASE + "afdruk", views_out.afdruk, name="afdruk"),
    path(_CASE + "tekst", views_out.tekst, name="tekst"),
    path(_CASE + "uitvoer", views_out.uitvoer, name="uitvoer"),
    path(_CASE + "uitvoer.pdf", views_out.pdf, name="pdf"),
    path(_CASE + "uitvoer.json", views_out.json, name="json"),
    path(_CASE + "kopie", views_out.kopie, name="kopie"),
    path(_CASE + "wie", views_rights.wie, name="wie"),
    path(_CASE + "keek", views_rights.keek, name="keek"),
    path(_CASE + "vernietigen", views_rights.vernietigen, name="vernietigen"),
]

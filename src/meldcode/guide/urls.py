"""The addresses of the guide. None tells an answer, or which question followed from one."""

from django.urls import path, re_path

from meldcode.guide import views, views_frameworks, views_practice, views_questions

app_name = "guide"

urlpatterns = [
    path("", views.begin, name="begin"),
    path("acuut", views.acuut, name="acuut"),
    path("zoek", views.zoek, name="zoek"),
    path("zoek/<slug:topic_id>", views.onderwerp, name="onderwerp"),
    path("begrippen", views.begrippen, name="begrippen"),
    path("bronnen", views.bronnen, name="bronnen"),
    path("kader", views_frameworks.kader, name="kader"),
    path("kader/<slug:kader_id>", views_frameworks.kader, name="een_kader"),
    path("oefenen", views_practice.oefenen, name="oefenen"),
    path("oefenen/vergelijk", views_practice.vergelijk, name="vergelijk"),
    path("oefenen/<slug:oefening_id>", views_practice.oefening, name="oefening"),
    path("stap/<slug:number>", views.stap, name="stap"),
    path("afweging/<slug:number>", views.afweging, name="afweging"),
    path("situatie", views_questions.situatie, name="situatie"),
    path("controle", views_questions.controle, name="controle"),
    # Of an earlier version; in somebody's history they still tell which question it was.
    re_path("^(?:situatie|controle)/", views_questions.moved, name="oud"),
    path("uitkomst", views.uitkomst, name="uitkomst"),
    path("uitkomst/gedaan", views.gedaan, name="gedaan"),
    path("uitkomst/besluit", views.besluit, name="besluit"),
    path("uitkomst.pdf", views.pdf, name="pdf"),
    path("uitkomst.txt", views.tekst, name="tekst"),
    path("bezoek/bewaren", views.bewaar, name="bewaar"),
    path("bezoek/openen", views.openen, name="openen"),
    path("wis", views.wis, name="wis"),
    path("gewist", views.gewist, name="gewist"),
    path("verberg", views.verberg, name="verberg"),
    path("verberg/terug", views.terug, name="terug"),
]

"""The addresses of the guide. None of them ever holds an answer."""

from django.urls import path

from meldcode.guide import views, views_frameworks, views_practice

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
    path("situatie/<slug:field>", views.situatie, name="situatie"),
    path("controle/<slug:check_id>", views.controle, name="controle"),
    path("controle/<slug:check_id>/<slug:question>", views.controle_vraag, name="controle_vraag"),
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

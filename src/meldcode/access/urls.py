"""The addresses around logging in; none holds a name or a code."""

from django.urls import path

from meldcode.access import views, views_people, views_second, views_sso, views_trust

app_name = "access"

urlpatterns = [
    path("begin", views.begin, name="begin"),
    path("herstelcode", views.herstelcode, name="herstelcode"),
    path("inloggen", views.inloggen, name="inloggen"),
    path("tweede-stap", views_second.tweede_stap, name="tweede_stap"),
    path("ontgrendelen", views.ontgrendelen, name="ontgrendelen"),
    path("herstel", views.herstel, name="herstel"),
    path("uitnodiging", views.uitnodiging, name="uitnodiging"),
    path("slot", views.slot, name="slot"),
    path("wakker", views.wakker, name="wakker"),
    path("uit", views.uit, name="uit"),
    path("account", views.account, name="account"),
    path("account/factoren", views_second.factoren, name="factoren"),
    path(
        "account/factoren/bevestig/<slug:doel>",
        views_second.factor_bevestig,
        name="factor_bevestig",
    ),
    path("account/factoren/code", views_second.factor_code, name="factor_code"),
    path("account/factoren/passkey", views_second.factor_passkey, name="factor_passkey"),
    path("sso", views_sso.sso, name="sso"),
    path("sso/terug", views_sso.sso_terug, name="sso_terug"),
    path("mensen", views_people.mensen, name="mensen"),
    path("mensen/uitnodigen", views_people.uitnodigen, name="uitnodigen"),
    path("mensen/<slug:wie>", views_people.mens, name="mens"),
    path("instellingen", views_people.instellingen, name="instellingen"),
    path("samen", views_trust.voorstellen, name="voorstellen"),
    path("herstelsleutel", views_trust.herstelsleutel, name="herstelsleutel"),
    path("gezien", views_trust.gezien, name="gezien"),
    path("logboek", views_people.logboek, name="logboek"),
]

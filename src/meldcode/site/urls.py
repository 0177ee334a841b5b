"""All addresses: the guide's at the root, the case file's below, and the pages for faults."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("meldcode.guide.urls"))]
if not settings.ONLY_GUIDE:
    from meldcode.melding import urls as melding
    from meldcode.melding.views_words import taal
    from meldcode.site.overdracht import uit_gids

    urlpatterns += [
        path("dossier/uit-gids", uit_gids, name="uit_gids"),
        path(
            "dossier/zaak/<slug:zaak>/melding/",
            include((melding.urlpatterns, "melding"), namespace="zaakmelding"),
        ),
        path("melding/taal", taal, name="taal"),
        path("melding/", include("meldcode.melding.urls")),
        path("dossier/", include("meldcode.access.urls")),
        path("dossier/", include("meldcode.dossier.urls")),
    ]

handler400 = "meldcode.site.views.bad_request"
handler403 = "meldcode.site.views.permission_denied"
handler404 = "meldcode.site.views.not_found"
handler500 = "meldcode.site.views.server_error"

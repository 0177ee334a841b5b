"""All addresses: the guide's at the root, and the pages for when something goes wrong."""

from django.urls import include, path

urlpatterns = [path("", include("meldcode.guide.urls"))]

handler400 = "meldcode.site.views.bad_request"
handler403 = "meldcode.site.views.permission_denied"
handler404 = "meldcode.site.views.not_found"
handler500 = "meldcode.site.views.server_error"

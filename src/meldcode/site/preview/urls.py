"""The addresses of a preview: the guide's, and where its pages ask whether something changed."""

from django.urls import path

from meldcode.access.policy import Policy, Table, Who
from meldcode.site import policies
from meldcode.site import urls as site
from meldcode.site.preview.banner import stand
from meldcode.site.urls import handler400, handler403, handler404, handler500

urlpatterns = [*site.urlpatterns, path("voorbeeld/stand", stand, name="voorbeeld_stand")]

TABLE: Table = {**policies.TABLE, "voorbeeld_stand": Policy(Who.ANYONE)}

__all__ = ["TABLE", "handler400", "handler403", "handler404", "handler500", "urlpatterns"]

"""The settings of a preview: those of the guide alone, with a page that follows the files."""

from meldcode.site.settings import *  # noqa: F403
from meldcode.site.settings import MIDDLEWARE as _MIDDLEWARE

ROOT_URLCONF = "meldcode.site.preview.urls"
POLICIES = "meldcode.site.preview.urls.TABLE"
MIDDLEWARE = [
    # First, for what comes after it may already read the visit, which begins with the framework.
    "meldcode.site.preview.banner.look",
    *_MIDDLEWARE,
    "meldcode.site.preview.banner.put",
]

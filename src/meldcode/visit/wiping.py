"""One press wipes everything: each room that keeps visits hears of it and wipes its own."""

from __future__ import annotations

from django.dispatch import Signal
from django.http import HttpResponse

# Sent with `request` and `response` when somebody wipes all that this browser's visits hold. A room
# may know only the floors below it, so who sends this doesn't know who listens.
wiping = Signal()


def forget_pages(response: HttpResponse) -> None:
    """Let the browser throw away the pages it still has, on the page that follows a wipe.

    WebKit keeps a page whole for its Back button even where it was sent with `no-store`; nothing
    else takes it out of there (W3C, Clear Site Data, section 3.1).
    """
    response["Clear-Site-Data"] = '"cache"'

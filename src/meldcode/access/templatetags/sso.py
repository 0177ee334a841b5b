"""The button to the organisation's own sign-on, where there is one."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template import Context

register = template.Library()


@register.inclusion_tag("access/sso_knop.html", takes_context=True)
def sso_knop(context: Context) -> dict[str, str]:
    """A form with one button; nothing where no provider is set."""
    return {"naam": settings.OIDC.name if settings.OIDC else ""}

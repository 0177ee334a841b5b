"""Invitations whose end has passed, and browsers on their way through single sign-on."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from meldcode.access.models import Invitation
from meldcode.visit.emptying import drop


def sweep() -> bool:
    """Remove those that nobody can use any more; whether there were any."""
    now = timezone.now()
    ended = Invitation.objects.filter(expires_at__lte=int(now.timestamp()))
    return any([drop(ended), drop(Session.objects.filter(expire_date__lt=now))])

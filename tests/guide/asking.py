"""The questions of the guide whose address tells not which they are: open one, answer one."""

from __future__ import annotations

from typing import Any

from django.test import Client


def opened(client: Client, page: str) -> Any:
    """A page, after its redirects; '/situatie weigering' and '/controle kindcheck.2' name one."""
    url, _, question = page.partition(" ")
    if question:
        return client.post(url, {"naar": question}, follow=True)
    return client.get(url, follow=True)


def answer(client: Client, field: str, value: str) -> Any:
    """Answer a question about the situation."""
    return client.post("/situatie", {"vraag": field, "waarde": value})


def answer_check(client: Client, question: str, value: str) -> Any:
    """Answer a question of a check, such as 'kindcheck.2'."""
    return client.post("/controle", {"vraag": question, "antwoord": value})

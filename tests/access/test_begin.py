"""The first person of an installation types the code that starting it showed."""

from __future__ import annotations

import pytest

from meldcode.access import beginning, people, throttle
from meldcode.access.models import Person
from tests.access.walk import browser, text
from tests.cast import ANNA

BEGIN = "/dossier/begin"

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.doors")]


def form(code: str) -> dict[str, str]:
    return {"code": code, "naam": "Anna", "wachtzin": ANNA.wachtzin, "nogmaals": ANNA.wachtzin}


def other_code() -> str:
    """One that is wrong in one place."""
    right = beginning.code()
    return ("B" if right[0] == "A" else "A") + right[1:]


@pytest.mark.parametrize("code", ["", " ", "XXXX", "0000-0000"])
def test_who_reaches_the_page_without_the_code_does_not_become_the_first(code: str) -> None:
    response = browser().post(BEGIN, form(code))
    assert response.status_code == 422
    assert "Deze code klopt niet." in text(response)
    assert 'value="Anna"' in text(response)
    assert not Person.objects.exists()


def test_a_code_that_is_wrong_in_one_place_is_wrong() -> None:
    assert "Deze code klopt niet." in text(browser().post(BEGIN, form(other_code())))
    assert not Person.objects.exists()


def test_with_the_code_however_it_is_typed_the_installation_begins() -> None:
    told = beginning.line()
    assert told == f"Begin je dossiers? Typ dan deze code op de pagina: {beginning.code()}"
    typed = told.split()[-1].lower().replace("-", " ")
    page = text(browser().post(BEGIN, form(typed)))
    assert '<code class="code">' in page
    assert people.installation() is not None
    assert beginning.line() == ""


def test_guessing_the_code_is_slowed_down_and_counts_what_is_wrong_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("meldcode.access.waiting.sleep", waited.append)
    for _ in range(6):
        browser().post(BEGIN, form(other_code()))
    assert throttle.failures(throttle.of_begin()) == 6
    assert waited[:3] == [0, 0, 0]
    assert waited[-1] > waited[-2] > 0
    beginning.check(beginning.code())
    assert throttle.failures(throttle.of_begin()) == 0

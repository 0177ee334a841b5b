"""What a receiver makes of a message: the report that was sent, and nothing less."""

from __future__ import annotations

import pytest

from meldcode.melding import message, received
from meldcode.melding.documents import for_vt
from meldcode.melding.report import TOLD_ROLES, Report
from tests.melding import papers
from tests.melding.families import family
from tests.melding.test_message import report, restrained

REPORTS = (papers.REPORT, report(), restrained(), *(family(seed).report for seed in range(20)))


@pytest.mark.parametrize("whole", REPORTS)
def test_the_report_in_a_message_tells_what_was_sent(whole: Report) -> None:
    told = message.read(message.to_json(whole, papers.MADE))
    assert message.of(received.report_of(told), told.gemaakt) == told
    assert received.tells_all(told)


def test_on_paper_it_says_what_the_sender_saw() -> None:
    for whole in REPORTS:
        told = message.of(whole, papers.MADE)
        shown = for_vt(received.report_of(told), papers.TODAY)
        assert shown == for_vt(whole, papers.TODAY)
    assert any(each.rol in TOLD_ROLES for each in papers.REPORT.mensen)

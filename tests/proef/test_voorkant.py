"""What the trial with nginx asks of the documented set-up, and the page that it writes."""

from __future__ import annotations

import datetime as dt
import re

from meldcode.site.settings import ATTACHMENT_LIMIT
from proef import voorkant
from proef.ochtend import Visits
from proef.voorkant import Walk

DAY = dt.date(2026, 11, 22)
_UNITS = {"k": 1024, "m": 1024**2}


def bytes_of(text: str) -> int:
    return int(text[:-1]) * _UNITS[text[-1]]


def test_nginx_takes_a_whole_attachment_off_our_hands_for_who_reads_slowly() -> None:
    manual = voorkant.MANUAL.read_text(encoding="utf-8")
    found = re.search(r"proxy_buffers (\d+) (\w+);", manual)
    assert found
    assert int(found[1]) * bytes_of(found[2]) > ATTACHMENT_LIMIT
    # Else the rest would come on disk, or hold one of our threads.
    assert "proxy_max_temp_file_size 0;" in manual


def test_the_page_tells_what_could_not_be_tried_and_what_went_wrong() -> None:
    found = Walk("nginx, gunicorn, SQLite", idle=Visits([0.01] * 9), beside=Visits([0.02] * 9))
    found.check("pdf", True)
    found.check("bijlage", False, "500")
    found.work.append(1.5)
    page = voorkant.report([found], ["caddy staat niet op deze computer"], DAY)
    assert "Niet geprobeerd: caddy staat niet op deze computer." in page
    assert "| nginx, gunicorn, SQLite | 1 | 1 |" in page
    assert "- nginx, gunicorn, SQLite: bijlage: 500" in page
    assert "| nginx, gunicorn, SQLite | 1.5 s | 10 / 10 ms | 20 / 20 ms | 0.02 s |" in page

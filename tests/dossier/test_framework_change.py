"""A case moves to a newer version of its framework: what changes, what stays, and its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.urls import reverse

from meldcode.access.people import Unlocked
from meldcode.cli import control
from meldcode.dossier import (
    export,
    followed,
    moving,
    pinned,
    redact,
    rounds,
    services,
    status,
    text,
)
from meldcode.dossier.entries import Afweging, Entry, Kaderwissel
from meldcode.dossier.words import form_of
from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.ledger.models import Row
from tests.cast import NOW, Cast, case, opened
from tests.dossier import chain
from tests.site.visitors import Answer, browser_of
from tests.workshop.versions import milder, reworded, with_a_sixth, without_the_fourth

TODAY = NOW.date()
LATER = NOW + timedelta(days=30)
OLD = frameworks()["artsen"]
NEW = milder(OLD)
# 3 nee: a report before, and from now on the next question.
WEIGHED = chain.weigh("jnnjj")


def receipt(framework: Framework, entry: Afweging) -> Afweging:
    advice = decide(framework, entry.antwoorden, Situation(**entry.situatie))
    bon = {**advice.as_dict(), "woorden": framework.words_hash}
    return entry.model_copy(update={"bon": bon})


def change(to: Framework, reden: str = "") -> Kaderwissel:
    return Kaderwissel(
        op=TODAY, kader=to.id, kader_versie=to.versie, kader_hash=to.hash, reden=reden
    )


@contextmanager
def upgraded(to: Framework = NEW) -> Iterator[None]:
    """The product with another version of the framework of doctors."""
    with patch.object(pinned, "frameworks", lambda: {**frameworks(), "artsen": to}):
        yield


def moved(cast: Cast, *before: Entry, to: Framework = NEW) -> str:
    """Anna's case with these entries, moved."""
    zaak = case(cast, before).zaak
    services.add(opened(zaak, cast.anna), cast.anna, change(to), NOW)
    return zaak


def read(cast: Cast, zaak: str) -> services.File:
    return services.read(opened(zaak, cast.anna, LATER), LATER.date())


def test_a_moved_case_weighs_by_the_new_version_and_keeps_what_it_weighed(cast: Cast) -> None:
    with upgraded():
        zaak = moved(cast, receipt(OLD, WEIGHED))
        again = receipt(NEW, chain.weigh("jnnjj", ronde=2))
        services.add(opened(zaak, cast.anna), cast.anna, again, NOW)
        file = read(cast, zaak)
    assert (file.framework.hash, file.pin.kader_versie) == (NEW.hash, "2027-01")
    assert [each.verdict.melden for each in file.status.rounds] == [
        "noodzakelijk",
        "niet_noodzakelijk",
    ]


def test_a_round_without_a_receipt_keeps_the_framework_of_its_time() -> None:
    entered = chain.chain(WEIGHED, change(NEW), WEIGHED)
    found = status.of(entered, NEW, TODAY, earlier=((3, OLD),))
    assert [each.verdict.melden for each in found.rounds] == ["noodzakelijk", "niet_noodzakelijk"]


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "eerst"), (3, "eerst"), (4, "toen"), (8, "toen"), (9, "nu")]
)
def test_each_entry_has_the_framework_that_held_when_it_was_written(
    number: int, expected: str
) -> None:
    names = {"eerst": OLD, "toen": NEW, "nu": with_a_sixth(OLD)}
    earlier = ((4, names["eerst"]), (9, names["toen"]))
    assert followed.at(number, names["nu"], earlier) is names[expected]


def test_old_and_new_versions_both_stay_in_the_data_folder(cast: Cast, tmp_path: Path) -> None:
    with upgraded():
        zaak = moved(cast, receipt(OLD, WEIGHED))
    names = sorted(path.name for path in (tmp_path / "kaders").iterdir())
    assert names == sorted(
        f"artsen-{each.hash.removeprefix('sha256:')}.json" for each in (OLD, NEW)
    )
    # The product goes on to a third version; the case reads its own two.
    pinned._kept.cache_clear()
    with upgraded(with_a_sixth(OLD)):
        file = read(cast, zaak)
    assert (file.framework.hash, file.framework_at(3).hash) == (NEW.hash, OLD.hash)


def test_a_version_that_went_missing_is_named_where_the_case_is_opened_and_checked(
    cast: Cast, tmp_path: Path
) -> None:
    with upgraded():
        zaak = moved(cast, receipt(OLD, WEIGHED))
    (tmp_path / "kaders" / f"artsen-{NEW.hash.removeprefix('sha256:')}.json").unlink()
    pinned._kept.cache_clear()
    told = f"zaak {zaak}: haar kader ontbreekt in de map 'kaders'"
    with pytest.raises(services.NoFramework, match=told):
        read(cast, zaak)
    assert [str(fault) for fault in control._list_faults(cast.anna)] == [told]


def test_a_framework_that_is_nowhere_is_not_moved_to(cast: Cast) -> None:
    zaak = case(cast).zaak
    count = Row.objects.count()
    nowhere = change(NEW).model_copy(update={"kader_hash": "sha256:" + "0" * 64})
    with pytest.raises(pinned.FrameworkMissing):
        services.add(opened(zaak, cast.anna), cast.anna, nowhere, NOW)
    assert Row.objects.count() == count


def test_what_was_answered_to_a_consideration_that_is_gone_stays_readable(cast: Cast) -> None:
    shorter = without_the_fourth(OLD)
    with upgraded(shorter):
        zaak = moved(cast, receipt(OLD, chain.weigh("jnjnj")), chain.decide(), to=shorter)
        file = read(cast, zaak)
        told = text.whole(
            file.facts.entered, file.names, file.codenaam, framework_at=file.framework_at
        )
    (found,) = file.status.rounds
    assert dict(found.answers) == {"1": "ja", "2": "nee", "3": "ja", "5": "ja"}
    assert found.verdict.melden == "noodzakelijk"
    assert file.status.steps[-1].state == "gedaan"
    assert f"Afweging 4: {OLD.afwegingen['4'].kort}: Nee" in told


@pytest.mark.parametrize("answers", ["-----", "j----", "jj---", "jnjn-", "jnjnn", "nnnnn"])
@pytest.mark.parametrize("to", [without_the_fourth(OLD), with_a_sixth(OLD), NEW])
def test_a_status_follows_from_every_old_round(to: Framework, answers: str) -> None:
    entries = (chain.weigh(answers), chain.decide("wel"), change(to), chain.reopen())
    entered = chain.chain(*entries)
    found = status.of(entered, to, TODAY, earlier=((4, OLD),))
    assert set(found.rounds[0].answers) == set(to.afwegingen)
    assert found.next is not None


def test_a_new_consideration_is_an_answer_that_is_still_open() -> None:
    to = with_a_sixth(OLD)
    entered = chain.chain(receipt(OLD, chain.weigh("jnjjj")), change(to))
    (found,) = status.of(entered, to, TODAY, earlier=((3, OLD),)).rounds
    assert rounds.unanswered(OLD, found.answers) == frozenset()
    assert rounds.unanswered(to, found.answers) == {"6"}


@pytest.mark.parametrize(
    ("to", "answers", "asked"),
    [
        (NEW, "jnn--", "4"),
        (NEW, "jnnjj", "5"),
        (with_a_sixth(OLD), "jnjjj", "6"),
        (NEW, "jnjjj", None),
        (NEW, "n----", None),
        (without_the_fourth(OLD), "jnjnj", "5"),
    ],
)
def test_a_version_that_decides_otherwise_asks_to_weigh_again(
    to: Framework, answers: str, asked: str | None
) -> None:
    entered = chain.chain(receipt(OLD, chain.weigh(answers)), chain.decide(), change(to))
    found = status.of(entered, to, TODAY, earlier=((4, OLD),))
    assert (found.reopened.consideration if found.reopened else None) == asked
    if found.reopened:
        assert (found.reopened.because, found.reopened.restarted) == ((4,), False)
        assert found.next is not None
        assert found.next.what.startswith(f"Weeg afweging {asked} opnieuw.")


def test_weighing_after_a_move_ends_the_asking() -> None:
    again = receipt(NEW, chain.weigh("jnnjj", ronde=2))
    entered = chain.chain(receipt(OLD, WEIGHED), chain.decide(), change(NEW), again)
    assert status.of(entered, NEW, TODAY, earlier=((4, OLD),)).reopened is None


def test_an_export_tells_the_version_that_is_followed_now(cast: Cast) -> None:
    with upgraded():
        file = read(cast, moved(cast, receipt(OLD, WEIGHED)))
        data = export._data(file, NOW, with_safe_addresses=False)
    assert (data.kader.versie, data.kader.hash) == ("2027-01", NEW.hash)
    assert data.kader.woorden_hash == NEW.words_hash


def test_a_copy_for_somebody_in_the_case_says_nothing_of_it(cast: Cast) -> None:
    with upgraded():
        file = read(cast, moved(cast, chain.person(), chain.signal(over=("p1",))))
        rows = redact.for_person(file, "p1").rows
    assert [each.heading for each in rows] == ["Persoon", "Signaal, zelf waargenomen"]


def test_it_reads_as_an_entry_without_its_fingerprint_in_the_way(cast: Cast) -> None:
    assert text.lines(change(NEW, "We wegen opnieuw."), {})[-1] == ("Reden", "We wegen opnieuw.")
    assert text.heading(change(NEW)) == "Nieuwere versie van het kader"


# The page.


def page(
    who: Unlocked, zaak: str, posted: dict[str, str] | None = None, to: Framework = NEW
) -> Answer:
    address = reverse("dossier:kader", args=[zaak])
    with upgraded(to):
        client = browser_of(who)
        return client.get(address) if posted is None else client.post(address, posted)


def words_of(response: Answer) -> str:
    return str(response.content.decode())


def sent(cast: Cast, zaak: str, to: Framework = NEW, **given: str) -> dict[str, str]:
    last = opened(zaak, cast.anna).records[-1].number
    return {"na": str(last), "versie": to.hash, **given}


def test_the_page_tells_what_the_last_answers_give_under_both_versions(cast: Cast) -> None:
    zaak = case(cast, [receipt(OLD, WEIGHED)]).zaak
    told = words_of(page(cast.anna, zaak))
    assert f"Oude versie: {OLD.uitkomsten['melden.noodzakelijk'].titel}" in told
    assert f"<strong>{OLD.uitkomsten['melden.niet_noodzakelijk'].titel}</strong>" in told
    assert "Dit valt weg" in told
    assert "Overgang zelf.3.nee, naar" in told


def test_the_page_tells_that_nothing_changes_for_this_case(cast: Cast) -> None:
    zaak = case(cast, [receipt(OLD, chain.weigh("jnjjj"))]).zaak
    assert "Niets. Met je laatste antwoorden geven beide versies" in words_of(page(cast.anna, zaak))


def test_the_page_names_what_is_asked_and_what_is_gone(cast: Cast) -> None:
    zaak = case(cast, [receipt(OLD, chain.weigh("jnjjj"))]).zaak
    longer = words_of(page(cast.anna, zaak, to=with_a_sixth(OLD)))
    assert "Dit weeg je nog</h3><ul><li>Afweging 6: Blijft het veilig?</li>" in longer
    shorter = words_of(page(cast.anna, zaak, to=without_the_fourth(OLD)))
    assert "Deze afweging is er niet meer</h3><ul><li>Afweging 4: " in shorter


def test_a_case_that_follows_the_version_of_today_has_nothing_to_move_to(cast: Cast) -> None:
    zaak = case(cast).zaak
    told = words_of(page(cast.anna, zaak, to=reworded(OLD)))
    assert "Dat is de nieuwste versie" in told
    assert "<form" not in told.partition("<main")[2].partition("</main>")[0]


def test_moving_adds_an_entry_and_the_case_goes_on_with_the_new_version(cast: Cast) -> None:
    zaak = case(cast, [receipt(OLD, WEIGHED)]).zaak
    response = page(cast.anna, zaak, sent(cast, zaak, reden=" We wegen opnieuw. "))
    assert response.status_code == 302
    with upgraded():
        file = read(cast, zaak)
    entry = file.entered[-1].entry
    assert isinstance(entry, Kaderwissel)
    assert (entry.kader_hash, entry.reden) == (NEW.hash, "We wegen opnieuw.")
    assert file.framework.hash == NEW.hash


@pytest.mark.parametrize("versie", ["", "sha256:0"])
def test_another_version_than_was_shown_is_not_moved_to(cast: Cast, versie: str) -> None:
    zaak = case(cast, [receipt(OLD, WEIGHED)]).zaak
    response = page(cast.anna, zaak, {**sent(cast, zaak), "versie": versie})
    assert "Je zaak is nog niet overgestapt" in words_of(response)
    assert read(cast, zaak).framework.hash == OLD.hash


def test_what_came_in_between_is_told_before_moving(cast: Cast) -> None:
    zaak = case(cast, [receipt(OLD, WEIGHED)]).zaak
    posted = sent(cast, zaak, reden="Nu al.")
    services.add(opened(zaak, cast.anna), cast.anna, chain.signal(), NOW)
    told = words_of(page(cast.anna, zaak, posted))
    assert "Jij legde vast: Signaal, zelf waargenomen" in told
    assert ">Nu al.</textarea>" in told
    assert read(cast, zaak).framework.hash == OLD.hash


def test_a_reason_that_is_too_long_is_refused_and_stays(cast: Cast) -> None:
    zaak = case(cast).zaak
    response = page(cast.anna, zaak, sent(cast, zaak, reden="a" * 20_001))
    assert response.status_code == 422
    assert "Je reden is te lang. Maak hem korter." in words_of(response)
    assert "a" * 20_001 in words_of(response)


def test_a_closed_case_is_not_moved(cast: Cast) -> None:
    zaak = case(cast, [receipt(OLD, WEIGHED), chain.close()]).zaak
    response = page(cast.anna, zaak, sent(cast, zaak))
    assert "Deze zaak is gesloten" in words_of(response)
    assert form_of("kaderwissel").button not in words_of(response)
    assert read(cast, zaak).framework.hash == OLD.hash


@pytest.mark.parametrize(("to", "links"), [(OLD, 0), (reworded(OLD), 0), (NEW, 1)])
def test_a_case_says_that_there_is_a_newer_version(cast: Cast, to: Framework, links: int) -> None:
    zaak = case(cast).zaak
    with upgraded(to):
        told = words_of(browser_of(cast.anna).get(reverse("dossier:zaak", args=[zaak])))
    assert told.count("Er is een nieuwere versie van je kader") == links


def test_a_move_is_none_where_there_is_no_newer_version(cast: Cast) -> None:
    assert moving.move_of(read(cast, case(cast).zaak)) is None

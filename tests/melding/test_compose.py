"""A report proposed from a case, and brought up to date with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from meldcode.dossier.entries import Entered, Entry, Signaal
from meldcode.dossier.services import File
from meldcode.melding import compose
from meldcode.melding.report import (
    MOST_FACTS,
    MOST_PEOPLE,
    Feit,
    Melder,
    Omgeving,
    Report,
    Stappen,
    Verteld,
)
from tests.dossier.chain import (
    advice,
    attachment,
    chain,
    check,
    correct,
    day,
    decide,
    no_talk,
    person,
    reopen,
    signal,
    talk,
    weigh,
)
from tests.dossier.chain import report as made
from tests.dossier.filing import filed, filed_as
from tests.melding.longcase import long_case

TODAY = date(2026, 11, 22)
CHILD = person("p1", "kind", naam="Lina Bos")
MOTHER = person("p2", "ouder", naam="Jelske Bos")
TEACHER = person("p3", "professional", naam="Fatma Kaya", relatie="leerkracht", telefoon="06 1")
CLIENT = person("p4", "client", naam="Truus Mol")


def propose(*entries: Entry) -> Report:
    return compose.propose(filed(*entries), TODAY)


class TestWhoIsInIt:
    def test_the_people_of_the_case_are_as_they_were_last_entered(self) -> None:
        moved = person("p2", "ouder", naam="Jelske Bos", veilig_adres="Kade 9")
        found = propose(CHILD, MOTHER, TEACHER, moved)
        assert found.mensen == (CHILD, moved, TEACHER)

    def test_who_was_withdrawn_is_not_in_it(self) -> None:
        assert propose(CHILD, MOTHER, correct(3, None)).mensen == (CHILD,)

    def test_the_framework_of_the_case_is_the_profession(self) -> None:
        assert compose.propose(filed(CHILD, kader="onderwijs"), TODAY).beroep == "onderwijs"

    def test_professionals_stand_around_with_what_they_are_and_their_telephone(self) -> None:
        other = person("p5", "professional", naam="Bea Smit")
        assert propose(CHILD, TEACHER, other).omgeving == Omgeving(
            hulpverleners="Fatma Kaya, leerkracht, 06 1\nBea Smit"
        )

    def test_no_more_people_are_in_it_than_fit(self) -> None:
        many = [person(f"p{n}", "familie", naam="N" * 300) for n in range(1, MOST_PEOPLE + 3)]
        assert propose(*many).mensen == tuple(many[:MOST_PEOPLE])

    def test_the_reporter_is_empty(self) -> None:
        assert propose(CHILD, made()).melder == Melder()

    def test_a_name_that_was_kept_back_before_is_kept_back_again(self) -> None:
        hidden = {"naam_verborgen": "ja", "naam_grond": "bedreiging_gezin", "naam_reden": "Dreigt."}
        assert propose(CHILD, made(**hidden), reopen()).melder == Melder.model_validate(hidden)
        assert propose(CHILD, made(**hidden), made(op=day(11, 1))).melder == Melder()


class TestWhatItIsAbout:
    CASES: Sequence[tuple[tuple[Entry, ...], str | None]] = (
        ((), None),
        ((TEACHER,), None),
        ((CHILD, MOTHER, signal(over=("p1",))), "kind"),
        ((CHILD, MOTHER, signal(over=("p2", "p1"), herkomst="verteld", van_wie="oma")), "kind"),
        ((CHILD, MOTHER, talk(met=("p1",))), "kind"),
        ((CHILD, MOTHER, signal(over=("p2",))), "oudersignalen"),
        ((CHILD, MOTHER, signal()), "oudersignalen"),
        ((CHILD, MOTHER, talk(met=("p2",)), no_talk(met=("p1",))), "oudersignalen"),
        ((CLIENT, signal(over=("p4",))), "volwassene"),
        ((CLIENT, check(uitkomst="geen_zorg_voor_kinderen")), "volwassene"),
        ((CLIENT, check(uitkomst="volg_meldcode")), "oudersignalen"),
        ((CLIENT, check(uitkomst="volg_meldcode"), check()), "volwassene"),
        ((CLIENT, check(controle="mantelzorgcheck", uitkomst="volg_meldcode")), "volwassene"),
    )

    @pytest.mark.parametrize(("entries", "about"), CASES)
    def test_whose_signals_they_are_follows_from_who_is_told_of(
        self, entries: tuple[Entry, ...], about: str | None
    ) -> None:
        assert propose(*entries).zorgen.gaat_over == about

    @pytest.mark.parametrize(
        ("onveiligheid", "answers", "op", "acuut"),
        [
            ("acuut", "jj---", day(11, 22), "ja"),
            ("beide", "jj---", day(11, 15), "ja"),
            ("beide", "jj---", day(11, 14), None),
            ("structureel", "jj---", day(11, 22), None),
            ("open", "jj---", day(11, 22), None),
            ("acuut", "jn---", day(11, 22), None),
        ],
    )
    def test_danger_now_is_proposed_only_from_a_weighing_not_long_ago(
        self, onveiligheid: str, answers: str, op: date, acuut: str | None
    ) -> None:
        weighed = weigh(answers, op=op, situatie={"onveiligheid": onveiligheid})
        assert propose(CHILD, weighed).zorgen.acuut == acuut

    def test_danger_of_before_the_code_started_again_is_not_proposed(self) -> None:
        weighed = weigh("jj---", op=TODAY, situatie={"onveiligheid": "acuut"})
        assert propose(CHILD, weighed, reopen()).zorgen.acuut is None

    @pytest.mark.parametrize(
        ("weigering", "toestemming"),
        [
            ("niet_gevraagd", None),
            ("toestemming", "ja"),
            ("vrij", "geweigerd_vrij"),
            ("onder_druk", "geweigerd_onvrij"),
            ("wilsonbekwaam", "wilsonbekwaam"),
        ],
    )
    def test_consent_is_an_adult_s_as_it_was_weighed(
        self, weigering: str, toestemming: str | None
    ) -> None:
        weighed = weigh("jj---", situatie={"weigering": weigering})
        assert propose(CLIENT, weighed).zorgen.toestemming == toestemming
        assert propose(CHILD, weighed).zorgen.toestemming is None
        assert propose(CLIENT).zorgen.toestemming is None

    def test_since_when_is_the_month_of_the_first_fact_that_supports_it(self) -> None:
        about = {"over": ("p1",), "thuis": ""}
        found = propose(
            CHILD,
            signal(gebeurd="2026-05-03", **about),
            signal(gebeurd="2025", richting="weerspreekt", **about),
            signal(gebeurd="2026-03-12", **about),
            signal(gebeurd="2026-01", aard="interpretatie", **about),
        )
        assert found.zorgen.sinds == "in elk geval sinds maart 2026"

    def test_since_when_stays_empty_where_nothing_supports_it(self) -> None:
        found = propose(CHILD, signal(richting="weerspreekt", over=("p1",)))
        assert found.zorgen.sinds == ""


class TestRestraint:
    FREE = weigh("jj---", situatie={"weigering": "vrij"})

    def test_of_an_adult_who_refused_freely_nothing_goes_along_by_itself(self) -> None:
        found = propose(CLIENT, TEACHER, signal(over=("p4",)), advice(), talk(), self.FREE)
        assert found.restrained
        assert found.given == ()
        assert [each.nodig for each in found.feiten] == ["", ""]
        assert (found.stappen, found.omgeving) == (Stappen(), Omgeving())
        assert found.zorgen.sinds == ""


class TestWhoWasTold:
    TOLD = Verteld(id="p2", verteld="ja", reactie="Zij begreep het.")
    NOT = Verteld(
        id="p2",
        verteld="nee",
        grond="eigen_veiligheid",
        grond_toelichting="Hij dreigde.",
        wanneer_wel="Na de zomer.",
    )
    NOT_TOLD = made(
        geinformeerd="nee",
        wie_geinformeerd=(),
        reactie="",
        reden_niet="eigen_veiligheid",
        reden_toelichting="Hij dreigde.",
        wanneer_wel="Na de zomer.",
    )
    PUT_OFF = no_talk(met=("p2",), grond_toelichting="Hij dreigde.")
    CASES: Sequence[tuple[tuple[Entry, ...], Verteld]] = (
        ((), Verteld(id="p2")),
        ((made(wie_geinformeerd=("p2",)),), TOLD),
        ((made(wie_geinformeerd=("p1",)),), Verteld(id="p2")),
        ((made(wie_geinformeerd=("p1", "p2")),), Verteld(id="p2", verteld="ja")),
        ((decide("wel"), made(wie_geinformeerd=("p2",))), TOLD),
        ((made(wie_geinformeerd=("p2",)), decide("wel", op=day(9, 9))), TOLD),
        ((made(wie_geinformeerd=("p2",)), decide("wel", op=day(9, 10))), Verteld(id="p2")),
        ((made(wie_geinformeerd=("p2",)), reopen()), Verteld(id="p2")),
        ((NOT_TOLD,), NOT),
        ((PUT_OFF,), NOT),
        ((PUT_OFF, talk(met=("p2",))), Verteld(id="p2")),
        ((no_talk(met=("p1",)),), Verteld(id="p2")),
        ((no_talk(grond_toelichting="Hij dreigde."),), NOT),
        (
            (no_talk(met=("p2",), wanneer_wel="", alsnog_op=day(12, 1)),),
            Verteld(
                id="p2", verteld="nee", grond="eigen_veiligheid", wanneer_wel="1 december 2026"
            ),
        ),
    )

    @pytest.mark.parametrize(("entries", "told"), CASES)
    def test_what_the_mother_knows_of_this_report(
        self, entries: tuple[Entry, ...], told: Verteld
    ) -> None:
        assert propose(CHILD, MOTHER, *entries).told("p2") == told

    def test_everybody_whom_it_concerns_has_an_answer_to_fill_in(self) -> None:
        unborn = person("p6", "ongeboren_kind")
        found = propose(CHILD, MOTHER, TEACHER, CLIENT, unborn)
        assert [each.id for each in found.verteld] == ["p1", "p2", "p4"]


def drafted(*entries: Entry) -> tuple[File, Report]:
    file = filed(CHILD, MOTHER, *entries)
    return file, compose.propose(file, TODAY)


def later(file: File, *entries: Entry) -> File:
    """The same case with these entries after it."""
    added = chain(*(each.entry for each in file.entered[1:]), *entries)
    return filed_as(added)


ARM = signal(wat="Een plek op de arm.", over=("p1",), thuis="")


class TestRefresh:
    def test_an_unchanged_case_brings_nothing(self) -> None:
        file, draft = drafted(ARM, correct(4, signal(wat="Een plek op het been.")))
        assert compose.refresh(draft, file, TODAY) == (draft, (), ())

    def test_new_facts_stand_at_the_end_and_do_not_go_along_unseen(self) -> None:
        file, draft = drafted(ARM)
        now = later(file, signal(wat="Oud.", gebeurd="2020", thuis=""), attachment())
        found = compose.refresh(draft, now, TODAY)
        assert found.added == ("f2", "f3")
        assert [(each.id, each.wat, each.mee) for each in found.report.feiten] == [
            ("f1", "Een plek op de arm.", "ja"),
            ("f2", "Oud.", "nee"),
            ("f3", "Zelf", "nee"),
        ]
        assert compose.refresh(found.report, now, TODAY) == (found.report, (), ())

    def test_new_facts_get_ids_that_no_other_fact_has(self) -> None:
        file, draft = drafted(ARM)
        typed = Feit(id="f9", wat="Zelf getypt.", herkomst="zelf_gezien")
        draft = draft.model_copy(update={"feiten": (typed, *draft.feiten)})
        found = compose.refresh(draft, later(file, ARM), TODAY)
        assert [each.id for each in found.report.feiten] == ["f9", "f1", "f10"]

    def test_what_the_professional_took_out_stays_out(self) -> None:
        file, draft = drafted(ARM, MOTHER, ARM)
        less = draft.model_copy(update={"feiten": draft.feiten[1:], "mensen": draft.mensen[:1]})
        assert compose.refresh(less, file, TODAY) == (less, (), ())
        again = compose.refresh(less, later(file, signal(over=("p1", "p2"), thuis="")), TODAY)
        assert again.report.mensen == (CHILD,)
        assert [each.over for each in again.report.feiten] == [("p1",), ("p1",)]

    def test_new_people_are_added_and_those_there_stay_as_they_are(self) -> None:
        file, draft = drafted(ARM)
        edited = person("p2", "ouder", naam="Jelske Bos", telefoon="06 2")
        draft = draft.model_copy(update={"mensen": (CHILD, edited)})
        now = later(file, person("p2", "ouder", naam="Jelske Bos"), CLIENT)
        assert compose.refresh(draft, now, TODAY).report.mensen == (CHILD, edited, CLIENT)

    def test_a_new_fact_is_never_about_somebody_else_with_the_same_id(self) -> None:
        file, draft = drafted(ARM)
        neighbour = person("p4", "andere_betrokkene", naam="Buurvrouw")
        draft = draft.model_copy(update={"mensen": (*draft.mensen, neighbour)})
        now = later(file, CLIENT, signal(over=("p1", "p4"), thuis=""))
        found = compose.refresh(draft, now, TODAY).report
        assert found.mensen[-1] == neighbour
        assert found.feiten[-1].over == ("p1",)

    @pytest.mark.parametrize(
        ("becomes", "changed"),
        [
            (None, ("f1",)),
            (signal(wat="Een plek op het been.", over=("p1",), thuis=""), ("f1",)),
            (signal(wat="Een plek op de arm.", over=("p1",), gebeurd="2026", thuis=""), ("f1",)),
            (signal(wat="Een plek op de arm.", over=("p2",), thuis=""), ("f1",)),
            (
                signal(wat="Een plek op de arm.", over=("p1",), thuis="", akkoord_door="moeder"),
                (),
            ),
        ],
    )
    def test_a_fact_whose_entry_says_something_else_now_is_kept_and_told(
        self, becomes: Signaal | None, changed: tuple[str, ...]
    ) -> None:
        file, draft = drafted(ARM)
        found = compose.refresh(draft, later(file, correct(4, becomes)), TODAY)
        assert (found.report, found.added, found.changed) == (draft, (), changed)

    def test_own_words_for_a_fact_are_told_only_where_its_entry_was_corrected(self) -> None:
        file, draft = drafted(ARM)
        own = tuple(each.model_copy(update={"wat": "Een blauwe plek."}) for each in draft.feiten)
        draft = draft.model_copy(update={"feiten": own})
        assert compose.refresh(draft, file, TODAY).changed == ()
        corrected = later(file, correct(4, signal(wat="Een schram.", thuis="")))
        assert compose.refresh(draft, corrected, TODAY).changed == ("f1",)

    def test_a_full_report_gets_no_more_than_fits(self) -> None:
        file, draft = drafted(ARM)
        full = tuple(
            Feit(id=f"f{n}", regel=4, wat="x", herkomst="verteld") for n in range(1, MOST_FACTS)
        )
        now = later(file, ARM, ARM, ARM)
        found = compose.refresh(draft.model_copy(update={"feiten": full}), now, TODAY)
        assert found.added == (f"f{MOST_FACTS}",)
        assert len(found.report.feiten) == MOST_FACTS


class TestTheLongCaseOfTheDemo:
    def found(self) -> Report:
        return compose.propose(long_case(), TODAY)

    def test_it_reads_back_as_it_was_written(self) -> None:
        found = self.found()
        assert Report.model_validate_json(found.model_dump_json()) == found

    def test_what_is_given_holds_no_interpretation(self) -> None:
        file, found = long_case(), self.found()
        entries = [file.now[each.regel] for each in found.given if each.regel]
        assert len(entries) == len(found.given) == 18
        assert {each.aard for each in entries if isinstance(each, Signaal)} == {"feit"}
        assert all(isinstance(each, Signaal) for each in entries)

    def test_every_fact_of_the_case_is_in_it(self) -> None:
        file, found = long_case(), self.found()
        numbers = {each.number for each in file.facts.all(Signaal)}
        assert numbers <= {each.regel for each in found.feiten}

    def test_it_tells_the_case(self) -> None:
        found = self.found()
        assert found.beroep == "sociaal"
        assert found.zorgen.gaat_over == "kind"
        assert found.zorgen.acuut is None
        assert found.zorgen.sinds == "in elk geval sinds maart 2026"
        assert list(found.names.values())[:3] == [
            "Jelske Oosterbaan",
            "Ruben Wildervank",
            "Noortje Wildervank",
        ]
        assert "Henrike Zandstra, huisarts van vader" in found.omgeving.hulpverleners
        # The earlier reports were told; this one is not yet.
        assert {each.verteld for each in found.verteld} == {None}

    def test_it_tells_what_was_done_in_every_step_without_naming_a_colleague(self) -> None:
        steps = self.found().stappen
        assert "Gesproken met: Loes Brandsma" in steps.overleg
        assert "Bram" not in steps.overleg
        texts = (steps.signalen, steps.overleg, steps.gesprek, steps.wegen, steps.hulp)
        assert all(texts)
        assert not any("Tureluurpad" in each for each in texts)

    def test_a_case_of_hundreds_of_signals_fits(self) -> None:
        at = long_case().entered[0].at
        many = [signal(wat=f"Feit {n}.", thuis="En thuis.") for n in range(MOST_FACTS)]
        entered = tuple(Entered(n, "Anna", at, each) for n, each in enumerate(many, start=2))
        found = compose.propose(filed_as((long_case().entered[0], *entered)), TODAY)
        assert len(found.feiten) == MOST_FACTS
        assert [each.id for each in found.feiten] == [f"f{n}" for n in range(1, MOST_FACTS + 1)]


def test_what_is_proposed_is_a_report_that_can_be_kept() -> None:
    every: dict[str, Any] = propose(
        CHILD, MOTHER, TEACHER, ARM, attachment(), advice(), talk(met=("p2",)), made(), decide()
    ).model_dump(mode="json")
    assert Report.model_validate(every).model_dump(mode="json") == every

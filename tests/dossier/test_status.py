"""What follows from a case's entries: steps, what is lacking, agreements, rounds, what is next."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.dossier import content, lacking, status
from meldcode.dossier.entries import Besluit, Entered, Entry
from meldcode.dossier.status import Status
from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide as decide_advice
from meldcode.kader.load import frameworks
from tests.dossier.chain import (
    BEGIN,
    advice,
    agree,
    agree_vt,
    attachment,
    chain,
    check,
    close,
    consult,
    correct,
    day,
    decide,
    destroy,
    feedback,
    follow,
    no_talk,
    person,
    question,
    reopen,
    report,
    signal,
    step,
    talk,
    weigh,
)

TODAY = day(9, 11)
CHILD = {"slachtoffers": "kind"}
REFUSED = {"slachtoffers": "volwassenen", "weigering": "vrij"}

# A careful file with help: number 1 is its begin, then these.
WITH_HELP: tuple[Entry, ...] = (
    person(),
    signal(),
    consult(),
    talk(),
    weigh("jnjj-"),
    decide("nu_niet"),
    agree(),
)
# And one with a report.
WITH_REPORT: tuple[Entry, ...] = (
    person(),
    signal(),
    advice(),
    talk(),
    weigh("jj---"),
    decide("wel", hulp="samen_veilig_thuis"),
    report(),
    agree_vt(),
)


def status_of(*entries: Entry, kader: str = "sociaal", today: date = TODAY) -> Status:
    return status.of(chain(*entries), frameworks()[kader], today)


def lacks(*entries: Entry, kader: str = "sociaal", today: date = TODAY) -> list[str]:
    return [each.id for each in status_of(*entries, kader=kader, today=today).lacking]


def states(*entries: Entry, kader: str = "sociaal") -> str:
    """The states of the steps: g(edaan), r(eden), o(vergeslagen) or a dash for open."""
    letters = {"gedaan": "g", "overgeslagen_met_reden": "r", "overgeslagen": "o", "open": "-"}
    return "".join(letters[each.state] for each in status_of(*entries, kader=kader).steps)


# ---- steps

STEPS = [
    # a new case: nothing is done, and nothing is passed over
    ("-----", []),
    ("g----", [signal()]),
    ("g----", [step("1", "gedaan")]),
    # the talk may come first
    ("--g--", [talk()]),
    ("r----", [step("1", reden="Te gevaarlijk.")]),
    ("-----", [step("1")]),
    ("-g---", [consult()]),
    ("-g---", [advice()]),
    ("-r---", [consult(gehouden="nee", reden_niet="Haast.", op=None)]),
    ("-----", [consult(gehouden="nee", op=None)]),
    ("-r---", [step("2", reden="Haast.")]),
    # the last word on a step counts, unless entries show it was done
    ("-----", [step("2", reden="Haast."), step("2")]),
    ("-g---", [step("2", reden="Haast."), consult()]),
    ("--r--", [no_talk()]),
    ("-----", [no_talk(grond=None)]),
    ("--r--", [step("3", reden="Niet veilig.")]),
    # weighing: what the walk passes has to be answered
    ("---g-", [weigh("jn---")]),
    ("-----", [weigh("j----")]),
    ("---g-", [weigh("n----")]),
    ("---g-", [weigh("j----"), weigh("jj---", ronde=2)]),
    # something that comes later makes an open step one that was passed over
    ("oooog", [decide("niet")]),
    ("ooooo", [report()]),
    ("grogg", [signal(), step("2", reden="Haast."), weigh("n----"), decide("niet")]),
    ("ggggg", list(WITH_HELP)),
    ("ggggg", list(WITH_REPORT)),
    # every step may end the code
    ("grrrr", [signal(), close("geen_vermoeden")]),
    ("g----", [signal(), close("uit_zorg")]),
    # and the code may start again
    ("-----", [*WITH_HELP, close(), reopen()]),
    ("g----", [*WITH_HELP, close(), reopen(), signal()]),
]


@pytest.mark.parametrize(("expected", "entries"), STEPS)
def test_a_step_is_done_left_out_passed_over_or_open(expected: str, entries: list[Entry]) -> None:
    assert states(*entries) == expected


def test_for_doctors_step_4_is_talking_with_other_professionals() -> None:
    assert states(kader="artsen") == "-----"
    assert states(weigh("jn---"), kader="artsen") == "-----"
    assert states(decide("niet"), kader="artsen") == "oooog"
    worker = person(rol="professional")
    assert states(worker, talk(met=("p1",)), kader="artsen") == "---g-"


def test_a_talk_with_a_parent_and_a_professional_is_a_talk_with_those_involved() -> None:
    people = (person(rol="professional"), person("p2", "ouder"))
    assert states(*people, talk(met=("p1", "p2")), kader="artsen") == "--g--"


def test_a_step_names_the_entries_that_show_it() -> None:
    found = status_of(signal(), signal(), consult(), no_talk(), weigh("jn---"), decide("niet"))
    assert [(each.step, each.numbers, each.sentence) for each in found.steps] == [
        ("1", (2, 3), "2 signalen vastgelegd."),
        ("2", (4,), "Eén keer overlegd."),
        ("3", (5,), "Niet gedaan. De reden staat erbij."),
        ("4", (6,), "Gewogen, ronde 1."),
        ("5", (7,), "Besluit: niet melden."),
    ]


def test_a_withdrawn_signal_shows_nothing_any_more() -> None:
    assert states(signal(), correct(2, None)) == "-----"


# ---- what is lacking


def test_a_new_case_lacks_nothing_yet() -> None:
    assert lacks() == []


@pytest.mark.parametrize("kader", [key for key in frameworks() if key != "artsen"])
@pytest.mark.parametrize("entries", [WITH_HELP, WITH_REPORT])
def test_a_careful_file_lacks_nothing(kader: str, entries: tuple[Entry, ...]) -> None:
    assert lacks(*entries, kader=kader) == []


@pytest.mark.parametrize("entries", [WITH_HELP, WITH_REPORT])
def test_a_careful_file_of_a_doctor_lacks_nothing(entries: tuple[Entry, ...]) -> None:
    other = (person("p9", "professional"), talk(met=("p9",)))
    assert lacks(*entries, *other, kader="artsen") == []


BASIS = (signal(), consult(), talk())
TWO_FAMILIES = (person(), person("p2", "ouder"))
ASKED = {"antwoord": "Een blauwe plek."}

# id, framework, entries, the entries that add what lacks. A number in what adds is corrected.
LACKS: list[tuple[str, str, list[Entry], list[Entry]]] = [
    ("geen_signaal", "sociaal", [decide("niet")], [signal()]),
    ("geen_signaal", "sociaal", [report()], [step("1", reden="Te gevaarlijk.")]),
    ("stap_1_zonder_reden", "sociaal", [step("1")], [step("1", reden="Te gevaarlijk.")]),
    (
        "signaal_zonder_herkomst",
        "sociaal",
        [signal(herkomst="document")],
        [correct(2, signal(herkomst="document", van_wie="Brief van school"))],
    ),
    (
        "signaal_niet_goedgekeurd",
        "sociaal",
        [signal(herkomst="verteld", van_wie="Buurvrouw")],
        [correct(2, signal(herkomst="verteld", van_wie="Buurvrouw", akkoord_door="Zij"))],
    ),
    ("signaal_zonder_thuis", "sociaal", [signal(thuis="")], [correct(2, signal())]),
    ("alleen_interpretatie", "sociaal", [signal(aard="interpretatie")], [signal()]),
    (
        "geen_kindcheck",
        "sociaal",
        [weigh("jn---", situatie={"slachtoffers": "volwassenen"})],
        [check()],
    ),
    ("bijlage_zonder_herkomst", "sociaal", [attachment(herkomst="")], [correct(2, attachment())]),
    ("geen_overleg", "sociaal", [decide("niet")], [consult()]),
    (
        "geen_overleg",
        "sociaal",
        [decide("niet")],
        [consult(gehouden="nee", reden_niet="Haast.", op=None)],
    ),
    ("stap_2_zonder_reden", "sociaal", [step("2")], [consult()]),
    ("overleg_zonder_uitkomst", "sociaal", [consult(advies="")], [correct(2, consult())]),
    ("overleg_zonder_dag", "sociaal", [consult(op=None)], [correct(2, consult())]),
    ("advies_zonder_medewerker", "sociaal", [advice(wie="")], [correct(2, advice())]),
    ("geen_advies_vooraf", "artsen", [weigh("jj---"), decide("wel")], [advice()]),
    (
        "geen_advies_vooraf",
        "artsen",
        [advice(op=day(9, 10)), weigh("jj---"), decide("wel"), report(op=day(9, 9))],
        [advice(gehouden="nee", reden_niet="Het had haast.", op=None)],
    ),
    (
        "geen_advies_bij_weigering",
        "sociaal",
        [check(), weigh("jj---", situatie=REFUSED), decide("wel")],
        [advice()],
    ),
    (
        "geen_advies_bij_weigering",
        "artsen",
        [
            check(),
            weigh("jnn--", situatie={**REFUSED, "ernstig_gevaar": "nee"}),
            decide("nu_niet"),
        ],
        [advice()],
    ),
    ("geen_gesprek", "sociaal", [decide("niet")], [talk()]),
    ("geen_gesprek", "sociaal", [report()], [no_talk()]),
    ("stap_3_zonder_reden", "sociaal", [step("3")], [step("3", reden="Niet veilig.")]),
    ("gesprek_zonder_grond", "sociaal", [no_talk(grond=None)], [correct(2, no_talk())]),
    (
        "gesprek_zonder_moment",
        "sociaal",
        [no_talk(wanneer_wel="")],
        [correct(2, no_talk(wanneer_wel="", alsnog_op=day(10, 1)))],
    ),
    ("gesprek_alsnog", "sociaal", [no_talk(alsnog_op=day(9, 10))], [talk()]),
    (
        "gesprek_alsnog",
        "sociaal",
        [*TWO_FAMILIES, no_talk(met=("p1",), alsnog_op=day(9, 10)), talk(met=("p2",))],
        [talk(met=("p1",))],
    ),
    ("gesprek_zonder_reactie", "sociaal", [talk(reactie="")], [correct(2, talk())]),
    (
        "kind_niet_gehoord",
        "sociaal",
        [signal(), consult(), talk(mening_kind=""), weigh("jj---", situatie=CHILD), decide("wel")],
        [talk()],
    ),
    (
        "kind_niet_gehoord",
        "sociaal",
        [*TWO_FAMILIES, no_talk(met=("p2",)), weigh("jj---", situatie=CHILD), decide("wel")],
        [no_talk(met=("p1",))],
    ),
    (
        "mening_kind_niet_gewogen",
        "sociaal",
        [talk(mening_gewogen=""), decide("niet")],
        [correct(2, talk())],
    ),
    (
        "geen_afstemming",
        "artsen",
        [decide("niet")],
        [person(rol="professional"), talk(met=("p1",))],
    ),
    ("geen_afweging", "sociaal", [decide("niet")], [weigh("n----")]),
    ("afweging_open", "sociaal", [weigh("j----"), decide("niet")], [weigh("jnn--")]),
    ("tegenspraak", "sociaal", [weigh("nj---")], [weigh("n----", ronde=2)]),
    (
        "afweging_zonder_redenen",
        "sociaal",
        [weigh("jj---", redenen={"1": "omdat"})],
        [correct(2, weigh("jj---"))],
    ),
    ("geen_besluit", "sociaal", [report()], [decide("wel")]),
    (
        "besluit_verouderd",
        "sociaal",
        [weigh("jnjj-"), decide("nu_niet"), weigh("jnjjn", op=day(9, 9), ronde=2)],
        [decide("wel", op=day(9, 10))],
    ),
    (
        "afwijking_zonder_reden",
        "sociaal",
        [weigh("jj---"), decide("niet", volgt_advies="nee")],
        [correct(3, decide("niet", volgt_advies="nee", reden="Ik zie het anders."))],
    ),
    (
        "afwijking_zonder_overleg",
        "sociaal",
        [weigh("jj---"), decide("niet", volgt_advies="nee")],
        [correct(3, decide("niet", volgt_advies="nee", geraadpleegd="Bram"))],
    ),
    (
        "afwijking_niet_genoemd",
        "sociaal",
        [weigh("jj---"), decide("niet")],
        [correct(3, decide("niet", volgt_advies="nee"))],
    ),
    ("geen_melding", "sociaal", [decide("wel")], [report()]),
    ("melding_zonder_wie", "sociaal", [report(wie_geinformeerd=())], [correct(2, report())]),
    ("melding_zonder_reactie", "sociaal", [report(reactie="")], [correct(2, report())]),
    (
        "niet_verteld_zonder_reden",
        "sociaal",
        [report(geinformeerd="nee", wanneer_wel="Volgende week.")],
        [correct(2, report(geinformeerd="nee", reden_niet="uit_beeld"))],
    ),
    (
        "niet_verteld_zonder_moment",
        "sociaal",
        [report(geinformeerd="nee", reden_niet="uit_beeld")],
        [correct(2, report(geinformeerd="nee", wanneer_wel="Volgende week."))],
    ),
    (
        "naam_verborgen_zonder_reden",
        "sociaal",
        [report(naam_verborgen="ja", naam_grond="vertrouwensrelatie")],
        [
            correct(
                2,
                report(
                    naam_verborgen="ja",
                    naam_grond="vertrouwensrelatie",
                    naam_reden="Zij komt dan niet meer.",
                ),
            )
        ],
    ),
    ("geen_afspraken_veilig_thuis", "sociaal", [report(), agree()], [agree_vt()]),
    ("geen_terugkoppeling", "sociaal", [report(op=day(9, 3))], [feedback(op=day(9, 11))]),
    (
        "niet_eens_zonder_wat_gezegd",
        "sociaal",
        [feedback(eens="nee")],
        [correct(2, feedback(eens="nee", gezegd="Dat het niet veilig is."))],
    ),
    ("verzoek_zonder_antwoord", "sociaal", [question(antwoord="")], [correct(2, question())]),
    (
        "verslag_niet_goedgekeurd",
        "sociaal",
        [question(verslag_akkoord=None)],
        [correct(2, question())],
    ),
    (
        "verslag_niet_naar_gezin",
        "sociaal",
        [question(verslag_gezin="nee")],
        [correct(2, question(verslag_gezin="nee", verslag_reden="Niet veilig."))],
    ),
    ("geen_afspraken", "sociaal", [weigh("jnjj-"), decide()], [agree()]),
    (
        "afspraak_zonder_hoe",
        "sociaal",
        [weigh("jnjj-"), agree(vaststellen_hoe="")],
        [correct(3, agree())],
    ),
    (
        "afspraak_zonder_door",
        "sociaal",
        [weigh("jnjj-"), agree(vaststellen_door="")],
        [correct(3, agree())],
    ),
    (
        "afspraak_zonder_tot",
        "sociaal",
        [weigh("jnjj-"), agree(volgen_tot=None)],
        [correct(3, agree())],
    ),
    ("opvolging_zonder_dag", "sociaal", [agree(), follow(2, "deels")], [agree()]),
    (
        "opvolging_zonder_dag",
        "sociaal",
        [agree(), follow(2, "niet_gehaald")],
        [follow(2, "deels", opnieuw_op=day(11, 2))],
    ),
    ("afsluiting_zonder_volgen", "sociaal", [close(volgen="")], [correct(2, close())]),
    ("afsluiting_zonder_weging", "sociaal", [weigh("jnjj-"), close()], [weigh("jnjjj")]),
    ("afsluiting_met_open_afspraken", "sociaal", [agree(), close()], [follow(2)]),
    ("vernietigingsverzoek_open", "sociaal", [destroy()], [destroy("ingewilligd")]),
    (
        "weigering_zonder_grond",
        "sociaal",
        [destroy("geweigerd")],
        [correct(2, destroy("geweigerd", grond="belang_kind"))],
    ),
]


@pytest.mark.parametrize(("key", "kader", "entries", "more"), LACKS)
def test_what_lacks_is_named_and_goes_when_it_is_added(
    key: str, kader: str, entries: list[Entry], more: list[Entry]
) -> None:
    before = lacks(*entries, kader=kader)
    after = lacks(*entries, *more, kader=kader)
    assert before.count(key) == 1
    assert key not in after


def test_every_lack_is_tried_and_has_a_rule_and_a_sentence() -> None:
    tried = {key for key, *_ in LACKS}
    assert tried == set(lacking.RULES) == set(content.shortfalls())


NOT_LACKING = [
    # what somebody told you is asked to be approved, not what you saw yourself
    ("signaal_niet_goedgekeurd", [signal()]),
    ("signaal_zonder_thuis", [signal(richting="weerspreekt", thuis="")]),
    # nothing was decided yet, so a step that is open is no lack
    ("geen_gesprek", [signal(), weigh("jn---")]),
    ("mening_kind_niet_gewogen", [talk(mening_gewogen="")]),
    # a decision passes over the step: the sentence of the step says it, once
    ("stap_3_zonder_reden", [step("3"), decide("niet")]),
    # only adults: no child to hear
    (
        "kind_niet_gehoord",
        [weigh("jj---", situatie={"slachtoffers": "volwassenen"}), decide("wel")],
    ),
    # without a suspicion nobody has to be heard
    ("kind_niet_gehoord", [weigh("n----"), decide("niet")]),
    # the day itself is not over
    ("gesprek_alsnog", [no_talk(alsnog_op=TODAY)]),
    # the reason that was given for the same answer before still holds
    ("afweging_zonder_redenen", [weigh("jn---"), weigh("jn---", ronde=2, redenen={})]),
    # the fifth working day after a report on Friday is Friday
    ("geen_terugkoppeling", [report(op=day(9, 4))]),
    # the agreement was kept: nothing to establish any more
    ("afspraak_zonder_hoe", [weigh("jnjj-"), agree(vaststellen_hoe=""), follow(3)]),
    ("geen_afspraken", [weigh("jnjj-"), decide(hulp="geen")]),
    ("besluit_verouderd", [weigh("jnjj-"), decide(), weigh("jnjj-", op=day(9, 9), ronde=2)]),
    ("afsluiting_zonder_volgen", [close("overgedragen", volgen="")]),
    # a run of the code that was closed is not held against the next one
    ("geen_gesprek", [decide("niet"), close(), reopen()]),
]


@pytest.mark.parametrize(("key", "entries"), NOT_LACKING)
def test_what_is_not_asked_is_not_lacking(key: str, entries: list[Entry]) -> None:
    assert key not in lacks(*entries)


def test_in_acute_danger_a_doctor_does_not_wait_for_advice() -> None:
    acute = weigh("jj---", situatie={"onveiligheid": "acuut"})
    assert "geen_advies_vooraf" not in lacks(acute, decide("wel"), kader="artsen")


def test_only_doctors_are_asked_for_advice_before_every_report() -> None:
    assert "geen_advies_vooraf" not in lacks(weigh("jj---"), decide("wel"), kader="sociaal")


def test_a_lack_tells_where_it_belongs_what_adds_it_and_which_entries_it_is_about() -> None:
    told = signal(herkomst="verteld", van_wie="Buurvrouw")
    found = {each.id: each for each in status_of(told, told, weigh("jj---", redenen={})).lacking}
    approved = found["signaal_niet_goedgekeurd"]
    assert approved.sentence == (
        "Wat anderen je vertelden, is bij 2 signalen nog niet door hen goedgekeurd."
    )
    assert (approved.step, approved.add, approved.entries) == ("1", "signaal", (2, 3))
    reasons = found["afweging_zonder_redenen"]
    assert reasons.sentence == (
        "Bij de laatste keer wegen ontbreekt een reden. Het gaat om afweging: 1, 2."
    )
    assert reasons.bron == ("knmg#afweging 1", "rbcz#stap 5")


def test_a_lack_in_the_weighing_stands_at_the_step_of_the_profession() -> None:
    rounds = weigh("j----", redenen={})
    common = status_of(rounds).lacking
    doctors = status_of(rounds, kader="artsen").lacking
    assert [(each.id, each.step) for each in common] == [("afweging_zonder_redenen", "4")]
    assert [(each.id, each.step) for each in doctors] == [("afweging_zonder_redenen", "5")]


def test_a_lack_names_considerations_as_the_profession_does() -> None:
    found = status_of(weigh("jnj--", redenen={}), kader="complementair").lacking
    assert found[0].sentence.endswith("1 bij stap 4, 2 bij stap 4, 1 bij stap 5.")


def test_no_sentence_calls_reporting_a_duty_by_law() -> None:
    said = [
        words for item in content.shortfalls().values() for words in (item.tekst, item.meer or "")
    ] + [item.tekst for item in content.sentences().values()]
    assert not [each for each in said if re.search(r"\bwet\b|wettelijk|verplicht", each.lower())]


# ---- the advice of the time


def test_the_receipt_of_a_round_counts_and_not_what_would_be_decided_now() -> None:
    receipt = {"melden": "niet_noodzakelijk", "hulp": "open", "plichten": [], "tegenspraken": []}
    found = status_of(weigh("jj---", bon=receipt)).rounds[0].verdict
    assert (found.melden, found.duties) == ("niet_noodzakelijk", frozenset())


@pytest.mark.parametrize("answers", ["jnjj-", "jj---", "nj---", "j----"])
def test_a_receipt_as_the_advice_prints_it_reads_as_deciding_again(answers: str) -> None:
    bare = weigh(answers)
    receipt = decide_advice(frameworks()["sociaal"], bare.antwoorden, Situation()).as_dict()
    assert (
        status_of(weigh(answers, bon=receipt)).rounds[0].verdict
        == status_of(bare).rounds[0].verdict
    )


# ---- decision

AGREEING = [
    # answers, decision, help, whether the first and the second decision agree
    ("jj---", "wel", "zelf", True, None),
    ("jj---", "niet", "zelf", False, None),
    ("jj---", "nu_niet", "zelf", False, None),
    ("jnjj-", "nu_niet", "zelf", True, True),
    ("jnjj-", "nu_niet", "geen", True, False),
    ("jnjj-", "niet", "zelf", False, True),
    ("jnjj-", "wel", "samen_veilig_thuis", False, True),
    ("n----", "niet", "geen", True, None),
    ("n----", "wel", "geen", False, None),
    ("j----", "wel", "zelf", None, None),
]


@pytest.mark.parametrize(("answers", "melden", "hulp", "agrees", "help_agrees"), AGREEING)
def test_a_decision_agrees_with_the_advice_or_leaves_it(
    answers: str, melden: str, hulp: str, agrees: bool | None, help_agrees: bool | None
) -> None:
    found = status_of(weigh(answers), decide(melden, hulp=hulp)).decision
    assert (found.agrees, found.help_agrees) == (agrees, help_agrees)


def test_under_restraint_a_decision_not_to_report_agrees() -> None:
    refused = weigh("jj---", situatie={**REFUSED, "ernstig_gevaar": "nee"})
    assert status_of(refused, decide("niet"), kader="artsen").decision.agrees is True


def test_a_decision_rests_on_the_round_before_it() -> None:
    later = weigh("jnjjn", op=day(9, 20), ronde=2)
    found = status_of(weigh("jnjj-"), decide(), later).decision
    assert found.round is not None
    assert (found.round.round, found.agrees) == (1, True)


def test_a_round_that_was_entered_after_the_decision_but_dated_before_counts() -> None:
    found = status_of(decide("wel"), weigh("jj---", op=day(9, 7))).decision
    assert found.agrees is True


def test_without_a_decision_there_is_nothing_to_agree() -> None:
    found = status_of(weigh("jj---")).decision
    assert (found.last, found.agrees, found.deviates) == (None, None, False)


STATES: list[tuple[list[Entry], bool, bool, str]] = [
    ([], False, False, "lopend"),
    ([report()], True, False, "lopend"),
    ([report(), close()], True, True, "gesloten"),
    ([report(), close(), reopen()], True, False, "lopend"),
    ([close(), reopen(), close()], False, True, "gesloten"),
    ([close(), correct(2, None)], False, False, "lopend"),
]


@pytest.mark.parametrize(("entries", "reported", "closed", "state"), STATES)
def test_a_case_runs_or_is_closed_and_remembers_a_report(
    entries: list[Entry], reported: bool, closed: bool, state: str
) -> None:
    found = status_of(*entries).decision
    assert (found.reported, found.closed, found.state) == (reported, closed, state)


# ---- agreements

AGREED = [
    ("open", day(10, 12), []),
    ("te_laat", day(10, 13), []),
    ("gehaald", day(12, 1), [follow(2)]),
    ("deels", day(12, 1), [follow(2), follow(2, "deels", op=day(10, 20))]),
    # entered in another order: the last day counts
    ("gehaald", day(12, 1), [follow(2, op=day(10, 20)), follow(2, "deels", op=day(10, 12))]),
    ("niet_gehaald", day(12, 1), [follow(2, "niet_gehaald")]),
    # what became of another agreement is no news on this one
    ("te_laat", day(12, 1), [follow(9)]),
]


@pytest.mark.parametrize(("state", "today", "entries"), AGREED)
def test_an_agreement_is_open_late_or_as_its_last_follow_up_says(
    state: str, today: date, entries: list[Entry]
) -> None:
    found = status_of(agree(), *entries, today=today).agreements
    assert [(each.number, each.state) for each in found] == [(2, state)]


# ---- rounds


def test_a_round_tells_what_became_of_the_answers_of_the_one_before() -> None:
    found = status_of(weigh("jnjj-"), weigh("jnjjn", ronde=2)).rounds
    assert found[0].changes == ()
    changed = [(each.consideration, each.before, each.after) for each in found[1].changes]
    assert changed == [("5", "open", "nee")]


REOPENED = [
    (None, [agree(), follow(2, "niet_gehaald")]),  # nothing was weighed yet
    (None, [weigh("jnjj-"), agree(), follow(3)]),
    (None, [weigh("jnjj-"), agree(), follow(3, veilig="onbekend")]),
    ((4,), [weigh("jnjj-"), agree(), follow(3, "niet_gehaald")]),
    ((4,), [weigh("jnjj-"), agree(), follow(3, "deels")]),
    ((4,), [weigh("jnjj-"), agree(), follow(3, veilig="nee")]),
    (None, [weigh("jnjj-"), agree(), follow(3, "deels"), weigh("jnjj-", ronde=2)]),
    ((3,), [weigh("jnjj-"), reopen()]),
]


@pytest.mark.parametrize(("because", "entries"), REOPENED)
def test_help_that_falls_short_calls_for_weighing_its_result_again(
    because: tuple[int, ...] | None, entries: list[Entry]
) -> None:
    found = status_of(*entries).reopened
    assert (found and found.because) == because
    assert found is None or found.consideration == "5"


def test_the_earlier_answers_stand_beside_the_consideration_that_is_weighed_again() -> None:
    found = status_of(
        weigh("jnjj-"),
        agree(),
        weigh("jnjjj", ronde=2, op=day(10, 1)),
        follow(3, "niet_gehaald"),
    ).reopened
    assert found is not None
    assert found.earlier == ((1, day(9, 7), "open"), (2, day(10, 1), "ja"))


def test_a_case_that_starts_again_before_help_was_weighed_begins_at_the_first() -> None:
    found = status_of(weigh("n----"), close("geen_vermoeden"), reopen()).reopened
    assert found is not None
    assert (found.consideration, found.restarted) == ("1", True)


# ---- what is coming

COMING: list[tuple[list[tuple[date, str, int]], list[Entry]]] = [
    ([], []),
    ([(day(10, 12), "afspraak", 2), (day(12, 14), "volgen", 2)], [agree()]),
    ([(day(12, 14), "volgen", 2)], [agree(), follow(2)]),
    ([], [agree(), follow(2, op=day(12, 14))]),
    (
        [(day(11, 2), "opnieuw", 3)],
        [agree(volgen_tot=None), follow(2, "deels", opnieuw_op=day(11, 2))],
    ),
    (
        [],
        [
            agree(volgen_tot=None),
            follow(2, "deels", opnieuw_op=day(11, 2)),
            weigh("jnjjj", op=day(11, 2)),
        ],
    ),
    # weighed before the agreed day: the day stays
    (
        [(day(11, 2), "opnieuw", 3)],
        [
            agree(volgen_tot=None),
            follow(2, "deels", opnieuw_op=day(11, 2)),
            weigh("jnjjj", op=day(11, 1)),
        ],
    ),
    ([(day(10, 1), "gesprek", 2)], [no_talk(alsnog_op=day(10, 1))]),
    ([], [no_talk(alsnog_op=day(10, 1)), talk()]),
    ([(day(11, 1), "gesprek", 3)], [no_talk(alsnog_op=day(10, 1)), no_talk(alsnog_op=day(11, 1))]),
    # reported on Wednesday 9 September: five working days later is Wednesday 16
    ([(day(9, 16), "terugkoppeling", 2)], [report()]),
    ([], [report(), feedback()]),
    # something was heard of an earlier report, not of this one
    ([(day(9, 23), "terugkoppeling", 3)], [feedback(), report(op=day(9, 16))]),
    # closed: only the following of safety goes on
    ([(day(12, 14), "volgen", 2)], [agree(), report(), close()]),
]


@pytest.mark.parametrize(("expected", "entries"), COMING)
def test_what_is_coming_stands_in_order_of_its_day(
    expected: list[tuple[date, str, int]], entries: list[Entry]
) -> None:
    found = status_of(*entries).due
    assert [(each.day, each.kind, each.number) for each in found] == expected


@pytest.mark.parametrize(
    ("today", "overdue"), [(day(10, 11), False), (day(10, 12), False), (day(10, 13), True)]
)
def test_something_is_late_from_the_day_after(today: date, overdue: bool) -> None:
    assert status_of(agree(), today=today).due[0].overdue is overdue


def test_a_reminder_tells_nothing_of_what_is_in_the_file() -> None:
    entries = (person(), report(), agree(), no_talk(alsnog_op=day(10, 1)))
    found = status_of(*entries).due
    short = {each.kort for each in found}
    assert short == {"Navraag doen", "Moment kiezen", "Afspraak nagaan", "Opnieuw kijken"}
    said = " ".join([*short, *(each.what for each in found)])
    assert not re.search("Sanne|Jansen|ruzie|Ouders|Zwaan", said)


NEXT: list[tuple[str | None, date | None, list[Entry]]] = [
    ("Ga verder met stap 1: Signalen in kaart brengen.", None, []),
    (
        "Ga verder met stap 2: Overleg met een collega, en zo nodig met Veilig Thuis.",
        None,
        [signal()],
    ),
    ("Ga verder met stap 5: Twee beslissingen nemen.", None, list(WITH_HELP[:5])),
    ("Meld bij Veilig Thuis zoals je besloot, en leg de melding vast.", None, [decide("wel")]),
    ("Ga na of de afspraak is gehaald, en of het veilig is.", day(10, 12), list(WITH_HELP)),
    # what is late goes before a step that is open
    (
        "Ga na of de afspraak is gehaald, en of het veilig is.",
        day(9, 10),
        [agree(termijn=day(9, 10))],
    ),
    (
        "Weeg afweging 5 opnieuw. Er is iets veranderd sinds de vorige keer.",
        None,
        [*WITH_HELP, follow(8, "deels", opnieuw_op=day(11, 2))],
    ),
    ("Ga verder met stap 1: Signalen in kaart brengen.", None, [*WITH_HELP, close(), reopen()]),
    (None, None, [close("geen_vermoeden")]),
]


@pytest.mark.parametrize(("what", "by", "entries"), NEXT)
def test_what_to_do_next_is_one_thing(
    what: str | None, by: date | None, entries: list[Entry]
) -> None:
    found = status_of(*entries).next
    assert (found and found.what, found and found.by) == (what, by)


# ---- properties

ENTRIES = st.sampled_from(
    [*{id(e): e for _, _, *rows in LACKS for row in rows for e in row}.values()]
)


@settings(deadline=None)
@given(entries=st.lists(ENTRIES, max_size=12), kader=st.sampled_from(sorted(frameworks())))
def test_any_file_has_a_status_that_follows_from_it_alone(entries: list[Entry], kader: str) -> None:
    found = status_of(*entries, kader=kader)
    numbers = {each.number for each in chain(*entries)}
    assert found == status_of(*entries, kader=kader)
    assert [each.step for each in found.steps] == list(frameworks()[kader].stappen)
    assert {number for each in found.lacking for number in each.entries} <= numbers
    assert {number for each in found.steps for number in each.numbers} <= numbers
    assert list(found.due) == sorted(found.due, key=lambda each: each.day)


@settings(deadline=None)
@given(entries=st.lists(ENTRIES, max_size=10))
def test_a_decision_never_leaves_an_open_step_before_it_unless_the_weighing_is_unfinished(
    entries: list[Entry],
) -> None:
    found = status_of(*entries, decide("niet"))
    closed = found.decision.closed
    open_steps = {each.step for each in found.steps if each.state == "open"}
    assert closed or open_steps <= {"4"}
    assert isinstance(found.decision.last and found.decision.last.entry, Besluit)


def test_a_correction_changes_what_follows_and_keeps_its_number() -> None:
    chained: tuple[Entered, ...] = chain(signal(thuis=""), correct(2, signal()))
    found = status.of(chained, frameworks()["sociaal"], BEGIN)
    assert (found.lacking, found.steps[0].numbers) == ((), (2,))

"""The pages about people and keys: what can't be done is said in words, and nothing is stored."""

from __future__ import annotations

from django.urls import reverse

from meldcode.access import people, two_hands
from meldcode.access.models import Installation, Person
from meldcode.ledger.models import Zaak
from tests.cast import ANNA, Member, let_in
from tests.site.scene import LATER, Scene
from tests.site.visitors import browser_of, fresh, new_lines, stranger


def test_a_case_begun_while_a_key_is_swapped_is_refused_in_words(scene: Scene) -> None:
    Installation.objects.update(recovery_by=scene.people["Chris"].reference)
    before = Zaak.objects.count()
    form = {"codenaam": "Groene Hagedis", "kader": "artsen"}
    answer = browser_of(scene.people["Anna"]).post(reverse("dossier:nieuw"), form)
    assert answer.status_code == 409
    assert "sleutel van deze installatie is verwisseld" in answer.content.decode()
    assert Zaak.objects.count() == before


ROB = Member("Rob", "gordijn augurk snelweg pinguïn", ("eindverantwoordelijke",))


def test_two_people_make_a_new_recovery_code_and_its_owner_is_asked(scene: Scene) -> None:
    dina = scene.people["Dina"]
    rob = let_in(dina, ROB, LATER)
    admin, other = browser_of(dina), browser_of(rob)
    form = {"nieuw": "1", "bewaarders": "3"}
    first = admin.post(reverse("access:herstelcode"), form)
    assert "eerst tekent Rob" in first.content.decode()
    page = other.get(reverse("access:voorstellen")).content.decode()
    assert "Een nieuwe herstelcode, met 3 bewaarder(s)." in page
    (proposal,) = two_hands.open_ones()
    with new_lines() as lines:
        assert admin.post(reverse("access:voorstellen"), {"teken": proposal.pk}).status_code == 422
        assert other.post(reverse("access:voorstellen"), {"teken": proposal.pk}).status_code == 302
    assert [line.action for line in lines] == ["samen tekenen", "voorstel getekend"]
    assert "Schrijf deze herstelcodes op" in (
        admin.post(reverse("access:herstelcode"), form).content.decode()
    )
    Installation.objects.update(recovery_confirmed=True)
    before = Person.objects.get(naam="Anna").recovery_reference
    anna = stranger()
    went = anna.post(reverse("access:inloggen"), {"naam": "Anna", "wachtzin": ANNA.wachtzin})
    assert went["Location"] == "/dossier/herstelsleutel"
    assert Person.objects.get(naam="Anna").recovery_reference == before
    page = anna.get(reverse("access:herstelsleutel")).content.decode()
    assert "Dina maakte een nieuwe herstelcode, en Rob tekende mee" in page
    anna.post(reverse("access:herstelsleutel"), {"later": "1"})
    assert "Er is een nieuwe herstelcode" in anna.get(reverse("dossier:zaken")).content.decode()
    anna.post(reverse("access:herstelsleutel"), {"akkoord": "1"})
    assert Person.objects.get(naam="Anna").recovery_reference == people.recovery_key().reference
    assert "Er is een nieuwe herstelcode" not in (
        anna.get(reverse("dossier:zaken")).content.decode()
    )


def test_a_notice_of_recovery_stays_until_somebody_says_to_have_seen_it(scene: Scene) -> None:
    people.recover("Anna", scene.cast.codes, "kikker lantaarn zeepbel donderdag")
    dina = browser_of(fresh(scene.people["Dina"]))
    for _ in range(2):
        page = dina.get(reverse("dossier:zaken")).content.decode()
        assert "Anna kwam terug met de herstelcode" in page
    number = page.split('name="bericht" value="')[1].split('"')[0]
    dina.post(reverse("access:gezien"), {"bericht": number})
    assert "kwam terug" not in dina.get(reverse("dossier:zaken")).content.decode()


def test_an_open_invitation_stands_on_the_page_and_can_be_withdrawn(scene: Scene) -> None:
    dina = browser_of(scene.people["Dina"])
    dina.post(reverse("access:uitnodigen"), {"naam": "Gijs", "rollen": ["professional"]})
    page = dina.get(reverse("access:mensen")).content.decode()
    assert "Gijs" in page
    public = page.split('name="trek-in" value="')[1].split('"')[0]
    with new_lines() as lines:
        dina.post(reverse("access:mensen"), {"trek-in": public})
    assert [line.action for line in lines] == ["uitnodiging ingetrokken"]
    assert "Gijs" not in dina.get(reverse("access:mensen")).content.decode()

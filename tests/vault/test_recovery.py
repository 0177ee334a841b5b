"""Recovery codes: every slip of the pen is caught, and two custodians open what one can't."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.vault import recovery
from meldcode.vault.recovery import CodeError, new_code, read_code, unwrap, wrap
from meldcode.vault.sealing import SealBroken, Secret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FIXED = [
    recovery._write(bytes(range(16))),
    recovery._write(b"\xff" * 16),
    recovery._write(b"S" * 16),
]
SECRET = Secret(b"de hersteltsleutel van de praktijk")
CONTEXT = b"meldcode 1 herstel"
CODES = [Secret(bytes([number]) * 16) for number in range(1, 6)]

ONE_WRONG = "Er klopt een teken niet, waarschijnlijk in groep {}. "
MORE_WRONG = "Er kloppen twee of meer tekens niet, of er zijn er twee verwisseld. "


def grouped(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, 28, 4))


def message(text: str) -> str:
    with pytest.raises(CodeError) as refusal:
        read_code(text)
    return str(refusal.value)


def test_a_code_is_seven_groups_of_four_that_can_be_read_aloud() -> None:
    assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{6}}[{ALPHABET}]{{4}}", new_code())


def test_codes_differ() -> None:
    assert len({new_code() for _ in range(50)}) == 50


@given(value=st.binary(min_size=16, max_size=16))
def test_every_code_reads_back_as_its_16_bytes(value: bytes) -> None:
    assert read_code(recovery._write(value)) == Secret(value)


def test_a_new_code_can_be_read() -> None:
    assert len(read_code(new_code())) == 16


@pytest.mark.parametrize("code", FIXED)
def test_it_may_be_typed_as_people_type(code: str) -> None:
    value = read_code(code)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        f"  {code.replace('-', ' - ')}\r\n",
        code.replace("-", "\N{EN DASH}"),
        code.replace("-", "\N{MINUS SIGN}"),
        code.replace("-", "\N{ZERO WIDTH SPACE}"),
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "o").replace("1", "l"),
        code.replace("1", "L").replace("1", "i"),
    ):
        assert read_code(typed) == value


@pytest.mark.parametrize("code", FIXED)
def test_every_single_wrong_character_is_caught_and_its_group_named(code: str) -> None:
    letters = code.replace("-", "")
    for place, letter in itertools.product(range(28), ALPHABET):
        if letter != letters[place]:
            typed = grouped(letters[:place] + letter + letters[place + 1 :])
            assert message(typed).startswith(ONE_WRONG.format(place // 4 + 1))


@pytest.mark.parametrize("code", FIXED)
def test_every_swap_of_two_characters_is_caught(code: str) -> None:
    letters = code.replace("-", "")
    swaps = 0
    for one, other in itertools.combinations(range(28), 2):
        if letters[one] != letters[other]:
            typed = list(letters)
            typed[one], typed[other] = typed[other], typed[one]
            assert message("".join(typed)).startswith(MORE_WRONG)
            swaps += 1
    assert swaps >= 50


@given(
    places=st.lists(st.integers(0, 27), min_size=2, max_size=2, unique=True),
    shifts=st.tuples(st.integers(1, 31), st.integers(1, 31)),
)
def test_two_wrong_characters_are_caught(places: list[int], shifts: tuple[int, int]) -> None:
    letters = list(FIXED[0].replace("-", ""))
    for place, shift in zip(places, shifts, strict=True):
        letters[place] = ALPHABET[ALPHABET.index(letters[place]) ^ shift]
    with pytest.raises(CodeError):
        read_code("".join(letters))


def test_the_whole_message_says_what_to_do() -> None:
    letters = FIXED[0].replace("-", "")
    wrong = "Z" if letters[9] != "Z" else "Y"
    assert message(letters[:9] + wrong + letters[10:]) == (
        "Er klopt een teken niet, waarschijnlijk in groep 3. "
        "Vergelijk die groep met wat je hebt opgeschreven."
    )
    assert message(letters[:4] + letters[5] + letters[4] + letters[6:]) == (
        "Er kloppen twee of meer tekens niet, of er zijn er twee verwisseld. "
        "Vergelijk elke groep met wat je hebt opgeschreven."
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Vul de code in: 28 tekens."),
        (" - ", "Vul de code in: 28 tekens."),
        (
            FIXED[0][:-1],
            "Je hebt 27 tekens ingevuld. De code heeft er 28: er ontbreekt er nog 1.",
        ),
        (
            "1234",
            "Je hebt 4 tekens ingevuld. De code heeft er 28: er ontbreken er nog 24.",
        ),
        (
            FIXED[0] + "A",
            "Je hebt meer dan 28 tekens ingevuld. De code heeft er 28.",
        ),
        (
            "A" * 100_000,
            "Je hebt meer dan 28 tekens ingevuld. De code heeft er 28.",
        ),
        (
            "1234-56u8",
            "In groep 2 staat 'U'. Dat teken komt in deze code niet voor.",
        ),
        (
            "1234-5678-9!",
            "In groep 3 staat '!'. Dat teken komt in deze code niet voor.",
        ),
    ],
)
def test_what_can_not_be_a_code_is_explained(typed: str, expected: str) -> None:
    assert message(typed) == expected


def test_a_number_above_128_bits_is_no_code_though_its_checks_are_right() -> None:
    data = [31, *([0] * 25)]
    checks = next(
        pair
        for pair in itertools.product(range(32), repeat=2)
        if not any(recovery._remainders([*data, *pair]))
    )
    typed = "".join(ALPHABET[symbol] for symbol in (*data, *checks))
    assert message(typed) == "Deze code bestaat niet. Kijk of je de goede code hebt."


def test_no_message_tells_more_than_one_character_of_what_was_typed() -> None:
    letters = FIXED[0].replace("-", "")
    for typed in (letters[:-1], letters + "A", letters[:-1] + "U", letters[::-1]):
        told = message(typed)
        assert not any(letters[start : start + 4] in told for start in range(25))


def test_one_code_opens_alone() -> None:
    blobs = wrap(SECRET, CODES[:1], CONTEXT)
    assert len(blobs) == 1
    assert unwrap(blobs, CODES[:1], CONTEXT) == SECRET


@pytest.mark.parametrize(("custodians", "pairs"), [(2, 1), (3, 3), (5, 10)])
def test_any_two_custodians_open_together_in_either_order(custodians: int, pairs: int) -> None:
    blobs = wrap(SECRET, CODES[:custodians], CONTEXT)
    assert len(blobs) == pairs
    for two in itertools.permutations(CODES[:custodians], 2):
        assert unwrap(blobs, two, CONTEXT) == SECRET


def test_more_than_two_codes_open_too() -> None:
    assert unwrap(wrap(SECRET, CODES[:3], CONTEXT), [CODES[4], *CODES[:3]], CONTEXT) == SECRET


@pytest.mark.parametrize(
    "codes", [[], CODES[:1], [CODES[0], CODES[0]], [CODES[0], CODES[4]], [CODES[3], CODES[4]]]
)
def test_one_custodian_or_a_stranger_opens_nothing(codes: list[Secret]) -> None:
    with pytest.raises(SealBroken):
        unwrap(wrap(SECRET, CODES[:3], CONTEXT), codes, CONTEXT)


def test_each_blob_names_the_places_of_its_codes() -> None:
    blobs = wrap(SECRET, CODES[:3], CONTEXT)
    assert [blob.split(".")[1] for blob in blobs] == ["0-1", "0-2", "1-2"]
    assert wrap(SECRET, CODES[:1], CONTEXT)[0].startswith("1.0.")


@pytest.mark.parametrize("context", [b"", b"meldcode 1 anna", CONTEXT + b"\x00"])
def test_another_context_opens_nothing(context: bytes) -> None:
    with pytest.raises(SealBroken):
        unwrap(wrap(SECRET, CODES[:1], CONTEXT), CODES[:1], context)


PAIR_BLOB = wrap(SECRET, CODES[:2], CONTEXT)[0]


@given(place=st.integers(0, len(PAIR_BLOB) - 1), bit=st.integers(0, 6))
def test_one_changed_bit_anywhere_keeps_the_blob_closed(place: int, bit: int) -> None:
    changed = bytearray(PAIR_BLOB.encode())
    changed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        unwrap([changed.decode()], CODES[:2], CONTEXT)


def test_a_blob_has_one_way_of_writing() -> None:
    # After 2077 bytes base64 leaves four bits over: another character there would read the same.
    blob = wrap(Secret(bytes(2000)), CODES[:1], CONTEXT)[0]
    assert blob.endswith("==")
    for last in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - {blob[-3]}:
        with pytest.raises(SealBroken):
            unwrap([f"{blob[:-3]}{last}=="], CODES[:1], CONTEXT)


def test_a_damaged_blob_does_not_keep_the_others_from_opening() -> None:
    blobs = wrap(SECRET, CODES[:3], CONTEXT)
    damaged = ["", "1.0-1.AA", "1.0-1.=", blobs[0][:-8], "2" + blobs[1][1:], blobs[2]]
    assert unwrap(damaged, CODES[1:3], CONTEXT) == SECRET


def test_the_blobs_do_not_hold_the_secret_nor_repeat_each_other() -> None:
    blobs = wrap(SECRET, CODES[:3], CONTEXT) + wrap(SECRET, CODES[:3], CONTEXT)
    assert len({blob.split(".")[2] for blob in blobs}) == 6


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], "wrapping needs codes of 16 bytes"),
        ([Secret(b"kort")], "wrapping needs codes of 16 bytes"),
        ([CODES[0], Secret(b"x" * 17)], "wrapping needs codes of 16 bytes"),
        ([CODES[0], CODES[1], CODES[0]], "two custodians with the same code"),
    ],
)
def test_a_recovery_that_could_not_work_is_refused(codes: list[Secret], expected: str) -> None:
    with pytest.raises(ValueError, match=f"^{expected}$"):
        wrap(SECRET, codes, CONTEXT)


def test_what_is_said_of_a_wrong_code_also_holds_for_the_code_of_an_invitation() -> None:
    for typed in ("", "3K9W", "3K9W" * 8, "3K9W-!"):
        with pytest.raises(CodeError) as told:
            read_code(typed)
        assert "herstel" not in str(told.value)

"""A person's keys: published vectors first, then what a thief with everything but keys can't do."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.vault.keys import Keyring, PublicKeys, seal_to, verify
from meldcode.vault.sealing import SealBroken, Secret

ANNA = Keyring.generate()
BRAM = Keyring.generate()
CASE_KEY = Secret(bytes(range(32)))
INFO = b"meldcode 1 zaak 7 anna ronde 1"
BOX = seal_to(ANNA.public.sealing, CASE_KEY, INFO)
SIGNATURE = ANNA.sign(b"bericht", b"meldcode invoer")


@pytest.mark.parametrize(
    ("seed", "public", "message", "signature"),
    [
        (  # RFC 8032, 7.1, test 1
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
            "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (  # RFC 8032, 7.1, test 2
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
            "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_signing_gives_the_published_output(
    seed: str, public: str, message: str, signature: str
) -> None:
    secret = ANNA.to_secret().reveal()
    keyring = Keyring.from_secret(Secret(secret[:97] + bytes.fromhex(seed) + secret[129:]))
    assert keyring.public.signing.hex() == public
    assert keyring._signing.sign(bytes.fromhex(message)).hex() == signature


def test_what_is_sealed_to_somebody_opens_with_their_keys() -> None:
    assert ANNA.open(BOX, INFO) == CASE_KEY


@given(secret=st.binary(max_size=200), info=st.binary(max_size=60))
def test_any_secret_comes_back_under_any_info(secret: bytes, info: bytes) -> None:
    assert ANNA.open(seal_to(ANNA.public.sealing, Secret(secret), info), info) == Secret(secret)


@given(place=st.integers(0, len(BOX) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_breaks_the_box(place: int, bit: int) -> None:
    changed = bytearray(BOX)
    changed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        ANNA.open(bytes(changed), INFO)


@given(kept=st.integers(0, len(BOX) - 1))
def test_a_shortened_box_is_broken(kept: int) -> None:
    with pytest.raises(SealBroken):
        ANNA.open(BOX[:kept], INFO)


def test_a_box_with_a_point_that_no_key_gives_is_broken() -> None:
    # X25519 refuses the zero point, which leads to the same secret for everyone.
    with pytest.raises(SealBroken):
        ANNA.open(BOX[: 1 + 1088] + bytes(32) + BOX[1 + 1120 :], INFO)


@pytest.mark.parametrize("info", [b"", INFO + b"0", b"meldcode 1 zaak 7 anna ronde 2"])
def test_another_case_person_or_round_does_not_open_the_box(info: bytes) -> None:
    with pytest.raises(SealBroken):
        ANNA.open(BOX, info)


def test_a_box_for_somebody_else_stays_closed() -> None:
    with pytest.raises(SealBroken):
        BRAM.open(BOX, INFO)


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert seal_to(ANNA.public.sealing, CASE_KEY, INFO) != BOX


@pytest.mark.parametrize(
    "key",
    [
        b"",
        ANNA.public.sealing[:-1],
        ANNA.public.sealing + b"\x00",
        b"\xff" * 1184 + ANNA.public.sealing[1184:],  # not below the modulus (FIPS 203, 7.2)
        ANNA.public.sealing[:1184] + bytes(32),  # the point that gives everyone the same secret
    ],
    ids=["none", "short", "long", "above the modulus", "zero point"],
)
def test_nothing_is_sealed_to_what_is_no_key(key: bytes) -> None:
    with pytest.raises(ValueError, match=r"key"):
        seal_to(key, CASE_KEY, INFO)


def test_a_signature_holds_for_its_message_and_purpose() -> None:
    assert verify(ANNA.public.signing, b"bericht", SIGNATURE, b"meldcode invoer")


@pytest.mark.parametrize(
    ("key", "message", "signature", "purpose"),
    [
        (BRAM.public.signing, b"bericht", SIGNATURE, b"meldcode invoer"),
        (ANNA.public.signing, b"berichu", SIGNATURE, b"meldcode invoer"),
        (ANNA.public.signing, b"bericht", SIGNATURE, b"meldcode toegang"),
        (ANNA.public.signing, b"bericht", SIGNATURE[:-1], b"meldcode invoer"),
        (ANNA.public.signing, b"bericht", b"", b"meldcode invoer"),
        (ANNA.public.signing[:-1], b"bericht", SIGNATURE, b"meldcode invoer"),
        (b"", b"bericht", SIGNATURE, b"meldcode invoer"),
    ],
    ids=["key", "message", "purpose", "short signature", "no signature", "short key", "no key"],
)
def test_a_signature_holds_for_nothing_else(
    key: bytes, message: bytes, signature: bytes, purpose: bytes
) -> None:
    assert not verify(key, message, signature, purpose)


@given(place=st.integers(0, 63), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_breaks_the_signature(place: int, bit: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[place] ^= 1 << bit
    assert not verify(ANNA.public.signing, b"bericht", bytes(changed), b"meldcode invoer")


def test_the_purpose_can_not_flow_over_into_the_message() -> None:
    signature = ANNA.sign(b"b", b"a")
    assert not verify(ANNA.public.signing, b"", signature, b"ab")
    assert not verify(ANNA.public.signing, b"", signature, b"a\x01b")
    with pytest.raises(ValueError, match="a purpose is not empty and holds no zero byte"):
        verify(ANNA.public.signing, b"", signature, b"a\x00b")


@pytest.mark.parametrize("purpose", [b"", b"a\x00b"])
def test_a_purpose_that_is_none_is_refused(purpose: bytes) -> None:
    with pytest.raises(ValueError, match="a purpose is not empty and holds no zero byte"):
        ANNA.sign(b"bericht", purpose)
    with pytest.raises(ValueError, match="a purpose is not empty and holds no zero byte"):
        ANNA.own(purpose)


def test_own_keys_differ_by_purpose_and_person_and_stay_the_same() -> None:
    assert ANNA.own(b"concepten") == ANNA.own(b"concepten")
    assert ANNA.own(b"concepten") != ANNA.own(b"concepten 2")
    assert ANNA.own(b"concepten") != BRAM.own(b"concepten")
    assert len(ANNA.own(b"concepten")) == 32


def test_a_keyring_survives_being_kept() -> None:
    back = Keyring.from_secret(ANNA.to_secret())
    assert back.public == ANNA.public
    assert back.to_secret() == ANNA.to_secret()
    assert back.open(BOX, INFO) == CASE_KEY
    assert back.sign(b"bericht", b"meldcode invoer") == SIGNATURE
    assert back.own(b"concepten") == ANNA.own(b"concepten")


def test_the_kept_keys_are_version_seed_and_three_keys() -> None:
    secret = ANNA.to_secret().reveal()
    assert (secret[0], len(secret)) == (1, 1 + 64 + 32 + 32 + 32)


@pytest.mark.parametrize(
    "changed",
    [
        b"",
        ANNA.to_secret().reveal()[:-1],
        ANNA.to_secret().reveal() + b"\x00",
        b"\x02" + ANNA.to_secret().reveal()[1:],
    ],
    ids=["none", "short", "long", "later version"],
)
def test_other_bytes_are_no_keyring(changed: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not the private keys of a person, or of a later ver"):
        Keyring.from_secret(Secret(changed))


def test_two_keyrings_have_nothing_in_common() -> None:
    one, other = ANNA.to_secret().reveal(), BRAM.to_secret().reveal()
    parts = [(1, 65), (65, 97), (97, 129), (129, 161)]
    assert all(one[start:end] != other[start:end] for start, end in parts)
    assert ANNA.public.reference != BRAM.public.reference


def test_a_keyring_never_prints_its_keys() -> None:
    assert [repr(ANNA), str(ANNA), f"{[ANNA]}"] == ["Keyring(…)", "Keyring(…)", "[Keyring(…)]"]


def test_a_keyring_is_not_pickled_nor_copied() -> None:
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="a Keyring is not copied or pickled"):
            attempt(ANNA)


def test_public_keys_are_one_line_of_text_and_back() -> None:
    text = ANNA.public.to_text()
    assert text.startswith("1.")
    assert text.isascii()
    assert not any(character.isspace() for character in text)
    assert PublicKeys.from_text(text) == ANNA.public


SEALING_TEXT, SIGNING_TEXT = ANNA.public.to_text().split(".")[1:]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not the text of public keys"),
        (f"2.{SEALING_TEXT}.{SIGNING_TEXT}", "not the text of public keys"),
        (f"1.{SEALING_TEXT}", "not the text of public keys"),
        (f"1.{SEALING_TEXT}.{SIGNING_TEXT}.", "not the text of public keys"),
        (f"1.{SEALING_TEXT}.{SIGNING_TEXT}é", "public keys are written as base64"),
        (f"1.{SEALING_TEXT}.*", "public keys are written as base64"),
        (f"1.{SIGNING_TEXT}.{SEALING_TEXT}", "public keys are 1216 and 32 bytes"),
    ],
    ids=["none", "version", "one key", "three keys", "not ascii", "not base64", "swapped"],
)
def test_other_text_holds_no_public_keys(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        PublicKeys.from_text(text)


def test_public_keys_have_one_way_of_writing() -> None:
    # 32 bytes leave two bits of the last character over: another one there would read the same.
    text = PublicKeys(ANNA.public.sealing, bytes(32)).to_text()
    with pytest.raises(ValueError, match=r"^public keys have one way of writing$"):
        PublicKeys.from_text(text.removesuffix("A=") + "B=")


def test_the_reference_follows_from_both_keys() -> None:
    mixed = PublicKeys(ANNA.public.sealing, BRAM.public.signing)
    other = PublicKeys(BRAM.public.sealing, ANNA.public.signing)
    references = {keys.reference for keys in (ANNA.public, BRAM.public, mixed, other)}
    assert len(references) == 4
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in references)


def test_the_reference_of_known_keys_never_changes() -> None:
    # printf 'meldcode persoon 1' and the rest through sha256sum gives the same.
    assert PublicKeys(bytes(1216), bytes(32)).reference == "be127d44631a678787497d32b3ef322d"

"""Sealing: published vectors first, then what must hold for all bytes."""

import copy
import pickle

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from meldcode.vault import sealing
from meldcode.vault.sealing import SealBroken, Secret, derive_key, hkdf_sha256, seal, unseal

KEY = derive_key(b"a" * 32, purpose=b"test")
OTHER_KEY = derive_key(b"b" * 32, purpose=b"test")


@pytest.mark.parametrize(
    ("material", "salt", "info", "length", "expected"),
    [
        (  # RFC 5869, A.1
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (  # RFC 5869, A.3: no salt, no info
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_gives_the_published_output(
    material: str, salt: str, info: str, length: int, expected: str
) -> None:
    output = hkdf_sha256(
        bytes.fromhex(material),
        salt=bytes.fromhex(salt) or None,
        info=bytes.fromhex(info),
        length=length,
    )
    assert output.hex() == expected


def test_hkdf_gives_the_published_output_for_longer_inputs() -> None:
    # RFC 5869, A.2
    output = hkdf_sha256(
        bytes(range(0x00, 0x50)),
        salt=bytes(range(0x60, 0xB0)),
        info=bytes(range(0xB0, 0x100)),
        length=82,
    )
    assert output.hex() == (
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c6"
        "5e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
    )


def test_the_cipher_gives_the_published_output() -> None:
    # The Galois/Counter Mode of Operation (McGrew, Viega), test case 16: AES-256 with data beside.
    key = Secret(bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2))
    output = sealing._cipher(key).encrypt(
        bytes.fromhex("cafebabefacedbaddecaf888"),
        bytes.fromhex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        ),
        bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert output.hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )


@given(plaintext=st.binary(max_size=5000), context=st.binary(max_size=40))
def test_what_is_sealed_opens_with_the_same_key_and_context(
    plaintext: bytes, context: bytes
) -> None:
    assert unseal(KEY, seal(KEY, plaintext, context), context) == plaintext


@given(plaintext=st.binary(max_size=100), place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_breaks_the_seal(plaintext: bytes, place: int, bit: int) -> None:
    sealed = bytearray(seal(KEY, plaintext, b"context"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), b"context")


@given(kept=st.integers(min_value=0, max_value=1052))
def test_a_shortened_seal_is_broken(kept: int) -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, b"tekst", b"context")[:kept], b"context")


def test_another_key_breaks_the_seal() -> None:
    with pytest.raises(SealBroken):
        unseal(OTHER_KEY, seal(KEY, b"tekst", b"context"), b"context")


def test_another_context_breaks_the_seal() -> None:
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, b"tekst", b"context"), b"other")


def test_sealed_bytes_without_the_end_mark_are_broken() -> None:
    nonce = bytes(sealing.NONCE_BYTES)
    zeros = AESGCM(KEY.reveal()).encrypt(nonce, bytes(1024), sealing.VERSION + b"context")
    with pytest.raises(SealBroken):
        unseal(KEY, sealing.VERSION + nonce + zeros, b"context")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal(KEY, b"tekst", b"") != seal(KEY, b"tekst", b"")


@pytest.mark.parametrize(
    ("length", "kib"),
    [(0, 1), (1, 1), (1022, 1), (1023, 1), (1024, 2), (2047, 2), (2048, 3)],
)
def test_the_size_tells_only_the_number_of_kib(length: int, kib: int) -> None:
    assert len(seal(KEY, b"x" * length, b"")) == kib * 1024 + sealing.OVERHEAD_BYTES


@given(parts=st.lists(st.binary(min_size=1, max_size=8), min_size=2, max_size=4))
def test_parts_joined_into_one_give_another_key(parts: list[bytes]) -> None:
    joined = derive_key(b"".join(parts), purpose=b"test")
    assert derive_key(*parts, purpose=b"test") != joined


def test_another_purpose_gives_another_key() -> None:
    assert derive_key(b"a", purpose=b"one") != derive_key(b"a", purpose=b"two")


@pytest.mark.parametrize(("parts", "purpose"), [((), b"p"), ((b"",), b"p"), ((b"a",), b"")])
def test_a_key_from_nothing_is_refused(parts: tuple[bytes, ...], purpose: bytes) -> None:
    with pytest.raises(ValueError, match="something to derive it from, and a purpose"):
        derive_key(*parts, purpose=purpose)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a sealing key is 32 bytes"):
        seal(Secret(b"short"), b"", b"")


def test_a_secret_never_prints_its_bytes() -> None:
    secret = Secret(b"geheim")
    assert [repr(secret), str(secret), f"{secret}", f"{[secret]}"] == [
        "Secret(…)",
        "Secret(…)",
        "Secret(…)",
        "[Secret(…)]",
    ]


def test_a_secret_is_not_pickled_nor_copied() -> None:
    with pytest.raises(TypeError, match="not copied or pickled"):
        pickle.dumps(Secret(b"geheim"))
    with pytest.raises(TypeError, match="not copied or pickled"):
        copy.deepcopy(Secret(b"geheim"))


def test_a_secret_equals_only_a_secret_with_the_same_bytes() -> None:
    assert Secret(b"a") == Secret(b"a")
    assert Secret(b"a") != Secret(b"b")
    assert Secret(b"a") != b"a"

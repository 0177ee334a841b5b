"""Files with a case: judged by what is in them, shown without what is hidden in them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from meldcode.dossier import attachments
from meldcode.dossier.attachments import AttachmentError, accept, shown

CANARY = b"kanariegeel"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def halves(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Left red, right blue."""
    image = Image.new("RGB", size, (200, 0, 0))
    image.paste((0, 0, 200), (size[0] // 2, 0, *size))
    return image


def phone_photo() -> bytes:
    """A JPEG as a phone makes it: turned, with place, maker, thumbnail, comment and profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKER] = CANARY.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 5.0, 0.0), 0x1D: CANARY.decode()})
    data = saved(
        halves(),
        "JPEG",
        exif=with_thumbnail(exif),
        comment=CANARY,
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        quality=95,
    )
    return data + CANARY


def with_thumbnail(exif: Image.Exif) -> bytes:
    """The EXIF block with a second directory that holds a small JPEG."""
    small = saved(Image.new("RGB", (8, 8), (0, 200, 0)), "JPEG", comment=CANARY)
    block = exif.tobytes()
    tiff = bytearray(block.removeprefix(b"Exif\0\0"))
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack_from(order + "L", tiff, 4)[0]
    (count,) = struct.unpack_from(order + "H", tiff, start)
    at = len(tiff)
    struct.pack_into(order + "L", tiff, start + 2 + 12 * count, at)
    rows = [(0x0103, 3, 1, 6 << (0 if order == "<" else 16)), (0x0201, 4, 1, at + 42)]
    rows.append((0x0202, 4, 1, len(small)))
    directory = struct.pack(order + "H", 3)
    directory += b"".join(struct.pack(order + "HHLL", *row) for row in rows) + bytes(4)
    return b"Exif\0\0" + bytes(tiff) + directory + small


def png_with_hidden_data() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", CANARY.decode())
    told.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    exif = Image.Exif()
    exif[MAKER] = CANARY.decode()
    return saved(halves(), "PNG", pnginfo=told, exif=exif)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("foto.txt", saved(halves(), "JPEG"), "image/jpeg"),
        ("foto.jpg", saved(halves(), "PNG"), "image/png"),
        ("foto.png", PDF, "application/pdf"),
        ("brief.exe", "Beste Anna, één ⚕ brief.\r\n".encode(), "text/plain"),
        ("brief", b"\xef\xbb\xbfmet een merk vooraan", "text/plain"),
        ("pagina.html", b"<script>alert(1)</script>", "text/plain"),
    ],
)
def test_the_type_is_what_is_in_the_file(name: str, data: bytes, kind: str) -> None:
    found = accept(name, data)
    assert (found.type, found.bytes, found.sha256) == (kind, len(data), sha256(data).hexdigest())


def heic(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(40)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", attachments.EMPTY),
        (b" \n\t ", attachments.EMPTY),
        (b"x" * (20 * 1024 * 1024 + 1), attachments.TOO_LARGE),
        (heic(b"heic"), attachments.HEIC),
        (heic(b"mif1"), attachments.HEIC),
        (saved(halves(), "GIF"), attachments.OTHER_IMAGE),
        (saved(halves(), "WEBP"), attachments.OTHER_IMAGE),
        (saved(halves(), "TIFF"), attachments.OTHER_IMAGE),
        (saved(halves(), "BMP"), attachments.OTHER_IMAGE),
        (b"PK\x03\x04" + bytes(100), attachments.OFFICE),
        (b"\xd0\xcf\x11\xe0" + bytes(100), attachments.OFFICE),
        (b"{\\rtf1 tekst}", attachments.OFFICE),
        ("één".encode("cp1252"), attachments.UNKNOWN),
        (b"tekst met \x00 erin", attachments.UNKNOWN),
        (b"MZ\x90\x00\x03", attachments.UNKNOWN),
        (saved(halves(), "JPEG")[:-200], attachments.DAMAGED),
        (b"\xff\xd8\xff\xe0" + bytes(50), attachments.DAMAGED),
        (saved(halves(), "PNG")[:60], attachments.DAMAGED),
        (PDF[:-8], attachments.DAMAGED_PDF),
    ],
)
def test_what_can_not_be_kept_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(AttachmentError) as refused:
        accept("bestand", data)
    assert str(refused.value) == message


def test_a_file_of_exactly_the_largest_size_is_kept() -> None:
    assert accept("groot.txt", b"x" * (20 * 1024 * 1024)).bytes == 20 * 1024 * 1024


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it has very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">L", len(data)) + body + struct.pack(">L", zlib.crc32(body))

    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 6_001), (11_000, 9_000), (30_000, 30_000)])
def test_a_picture_that_would_fill_the_memory_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(AttachmentError) as refused:
        accept("foto.png", bomb(*size))
    assert str(refused.value) == attachments.TOO_MANY_PIXELS


def test_a_large_photo_is_shown_at_half_its_size_and_a_large_png_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attachments, "MOST_SHOWN_PIXELS", 64 * 32 - 1)
    photo = saved(halves(), "JPEG")
    assert accept("foto.jpg", photo).bytes == len(photo)
    small = Image.open(io.BytesIO(shown("image/jpeg", photo)[0]))
    assert small.size == (32, 16)
    with pytest.raises(AttachmentError, match="te groot om te openen"):
        accept("foto.png", saved(halves(), "PNG"))


def test_one_picture_is_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []

    def opened(data: bytes) -> Image.Image:
        held.append(_is_held())
        return halves()

    monkeypatch.setattr(attachments, "_opened", opened)
    accept("foto.png", saved(halves(), "PNG"))
    shown("image/png", b"")
    assert held == [True, True]
    assert not _is_held()


def _is_held() -> bool:
    return attachments._one_picture.locked()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("foto.jpg", "foto.jpg"),
        ("C:\\Users\\Anna\\foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd"),
        ("", "bestand"),
        ("..", "bestand"),
        ("gpj\u202etxt.exe", "gpjtxt.exe"),
        ("a\x00b\n c.png", "ab c.png"),
        ("e\u0301\u0301n.txt", "é\u0301n.txt"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_path_or_invisible_characters(name: str, kept: str) -> None:
    assert accept(name, b"tekst").naam == kept


def test_the_photo_of_this_test_holds_all_that_a_copy_must_lose() -> None:
    data = phone_photo()
    image = Image.open(io.BytesIO(data))
    assert image.getexif()[ORIENTATION] == 6
    assert image.getexif().get_ifd(GPS)[0x1D] == CANARY.decode()
    assert image.info["comment"] == CANARY
    assert image.info["icc_profile"]
    assert data.count(CANARY) == 5, "maker, place, thumbnail, comment and after the end"


@pytest.mark.parametrize("make", [phone_photo, png_with_hidden_data])
def test_a_copy_holds_nothing_but_pixels(make: Callable[[], bytes]) -> None:
    data = make()
    kept = accept("foto", data)
    copy, kind = shown(kept.type, data)
    image = Image.open(io.BytesIO(copy))
    assert CANARY not in copy
    assert b"Exif" not in copy
    assert b"ICC" not in copy
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kind == kept.type
    assert accept("foto", data) == kept, "the original is as it was"


def test_the_copy_of_a_photo_is_made_when_it_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = phone_photo()
    found = accept("foto", photo)
    assert (found.shown, found.type) == shown("image/jpeg", photo)
    monkeypatch.setattr(attachments, "_copy", lambda *_: bytes(attachments.MOST_BYTES + 1))
    assert accept("foto", photo).shown == b"", "it would be too large to keep"
    assert accept("brief.txt", b"een brief").shown == b""


def test_a_copy_stands_upright() -> None:
    image = Image.open(io.BytesIO(shown("image/jpeg", phone_photo())[0])).convert("RGB")
    assert image.size == (32, 64)
    top, bottom = image.getpixel((16, 8)), image.getpixel((16, 56))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 150 > bottom[0]
    assert bottom[2] > 150 > top[2]


@pytest.mark.parametrize(
    ("mode", "colour", "seen"),
    [("1", 1, 255), ("L", 90, 90), ("LA", (90, 255), 90), ("I;16", 40_000, 156)],
)
def test_every_kind_of_grey_png_has_a_copy_that_looks_the_same(
    mode: str, colour: int, seen: int
) -> None:
    copy, _ = shown("image/png", saved(Image.new(mode, (4, 4), colour), "PNG"))
    pixel = Image.open(io.BytesIO(copy)).convert("RGB").getpixel((1, 1))
    assert pixel == (seen, seen, seen)


def test_a_png_with_a_palette_has_a_copy_that_looks_the_same() -> None:
    copy, _ = shown("image/png", saved(halves().convert("P"), "PNG"))
    left = Image.open(io.BytesIO(copy)).convert("RGB").getpixel((1, 1))
    assert isinstance(left, tuple)
    assert left[0] > 150 > left[2]


def test_what_shows_through_a_png_shows_through_its_copy() -> None:
    image = Image.new("RGBA", (2, 1), (10, 20, 30, 0))
    copy = Image.open(io.BytesIO(shown("image/png", saved(image, "PNG"))[0]))
    assert copy.getpixel((0, 0)) == (10, 20, 30, 0)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_has_a_copy(mode: str) -> None:
    data = saved(Image.new(mode, (8, 8)), "JPEG")
    image = Image.open(io.BytesIO(shown(accept("f", data).type, data)[0]))
    assert (image.mode, image.size) == ("RGB", (8, 8))


def test_a_profile_that_is_no_profile_does_no_harm() -> None:
    data = saved(halves(), "JPEG", icc_profile=b"geen profiel")
    assert Image.open(io.BytesIO(shown("image/jpeg", data)[0])).size == (64, 32)


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("text/plain", "één <b>".encode(), "text/plain; charset=utf-8"),
        ("application/pdf", PDF, "application/pdf"),
    ],
)
def test_a_text_and_a_pdf_are_given_as_they_are(kind: str, data: bytes, told: str) -> None:
    assert shown(kind, data) == (data, told)


def test_nothing_is_shown_of_another_type() -> None:
    with pytest.raises(AttachmentError):
        shown("image/svg+xml", b"<svg/>")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_photo_is_refused_or_shown_and_nothing_else(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from([phone_photo(), png_with_hidden_data()]))
    at = data.draw(st.integers(4, len(original) - 1))
    piece = data.draw(st.binary(max_size=40))
    damaged = original[:at] + piece + original[at + data.draw(st.integers(0, 40)) :]
    try:
        copy, _ = shown(accept("foto", damaged).type, damaged)
    except AttachmentError:
        return
    assert CANARY not in copy

"""Files with a case: which ones are taken in, and the copy in which they are shown.

A file is judged by what is in it, never by its name. Everything happens in memory: no file of a
case is ever written down unsealed. The original is kept as it came; a photo is shown as a copy of
its pixels, since a photo may tell where and when it was taken and by which phone. That copy is made
once, when the photo comes in, and sealed in one with it.
"""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal

from PIL import Image, ImageCms, ImageOps

# Pictures take memory by the hundreds of MB, so one is read at a time.
_one_picture = threading.Lock()

Copy = bytes
Type = Literal["image/jpeg", "image/png", "application/pdf", "text/plain"]

MOST_BYTES = 20 * 1024 * 1024
# Most phones stay under 50 million.
MOST_PIXELS = 60_000_000
# Four bytes a pixel: 100 MB to read and twice that to copy. A larger JPEG is read at half its size;
# a PNG can't be.
MOST_SHOWN_PIXELS = 25_000_000
NAME_LENGTH = 200
QUALITY = 92

_HEIC = re.compile(rb"^.{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1|avif|avis)", re.DOTALL)
_OTHER_IMAGE = re.compile(rb"^(?:GIF8|BM|II\*\0|MM\0\*|RIFF.{4}WEBP)", re.DOTALL)
_OFFICE = re.compile(rb"^(?:PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

EMPTY = "Dit bestand is leeg. Kies het bestand opnieuw."
TOO_LARGE = "Dit bestand is groter dan 20 MB. Maak het kleiner, of splits het in delen."
TOO_MANY_PIXELS = "Deze foto is te groot om te openen. Bewaar de foto kleiner en kies die."
DAMAGED = "Deze foto is beschadigd of niet compleet. Kopieer de foto opnieuw en kies die."
DAMAGED_PDF = "Deze PDF is beschadigd of niet compleet. Kopieer het bestand opnieuw en kies het."
HEIC = (
    "Dit is een HEIC-foto, zoals een iPhone die maakt. Bewaar de foto als JPEG en kies die. "
    "Op een iPhone: Deel, dan Opties, dan ‘Meest compatibel’."
)
OTHER_IMAGE = "Deze soort afbeelding kan niet. Bewaar de afbeelding als JPEG of PNG en kies die."
OFFICE = "Een bestand uit Word of een ander programma kan niet. Bewaar het als PDF en kies dat."
UNKNOWN = (
    "Dit bestand is geen JPEG, PNG, PDF of platte tekst. Bewaar het als PDF, of bewaar de tekst "
    "als UTF-8, en kies dat."
)


class AttachmentError(Exception):
    """The file can't be taken in or shown; the text says why and what to do, in Dutch."""


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its true type, a name fit to show, SHA-256 (hex) and size.

    `shown` is the copy of a photo to look at; empty where that is too large to keep as well.
    """

    type: Type
    naam: str
    sha256: str
    bytes: int
    shown: Copy = field(default=b"", repr=False)


def accept(name: str, data: bytes) -> Accepted:
    """Judge a file by its content. Raises AttachmentError where it can't be kept."""
    if not data:
        raise AttachmentError(EMPTY)
    if len(data) > MOST_BYTES:
        raise AttachmentError(TOO_LARGE)
    with _one_picture:
        kind, image = _type(data)
        copy = _copy(image, kind) if image else b""
    # Seldom: a PNG with a palette can take a multiple as one of plain colours.
    kept = copy if len(copy) <= MOST_BYTES else b""
    return Accepted(kind, _shown_name(name), sha256(data).hexdigest(), len(data), kept)


def shown(type_: str, data: bytes) -> tuple[bytes, str]:
    """What of an accepted file may be shown, and its media type.

    Of a photo: its pixels alone, upright, in sRGB. A text: itself. A PDF: itself, with all that is
    hidden in it, since nothing here draws one; so it is for downloading only. Raises
    AttachmentError where a photo can't be read.
    """
    match type_:
        case "image/jpeg" | "image/png":
            with _one_picture:
                return _copy(_opened(data), type_), type_
        case "text/plain":
            return data, "text/plain; charset=utf-8"
        case "application/pdf":
            return data, type_
    raise AttachmentError(UNKNOWN)


def _type(data: bytes) -> tuple[Type, Image.Image | None]:
    """What it is; of a photo also the picture that was read to know so."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", _opened(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", _opened(data)
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise AttachmentError(DAMAGED_PDF)
        return "application/pdf", None
    return _text(data), None


def _text(data: bytes) -> Literal["text/plain"]:
    for shape, problem in ((_HEIC, HEIC), (_OTHER_IMAGE, OTHER_IMAGE), (_OFFICE, OFFICE)):
        if shape.match(data):
            raise AttachmentError(problem)
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AttachmentError(UNKNOWN) from None
    if _CONTROL.search(words):
        raise AttachmentError(UNKNOWN)
    if not words.strip():
        raise AttachmentError(EMPTY)
    return "text/plain"


def _shown_name(name: str) -> str:
    """The last part of a file's name, without what can't be seen; the end of it stays."""
    last = PurePosixPath(name.replace("\\", "/")).name
    composed = unicodedata.normalize("NFC", last)
    seen = "".join(each for each in composed if unicodedata.category(each)[0] != "C")
    return " ".join(seen.split())[-NAME_LENGTH:].strip(" .") or "bestand"


def _opened(data: bytes) -> Image.Image:
    """The picture, read to its last pixel; of a large JPEG every second or fourth.

    Raises AttachmentError where that can't be done.
    """
    try:
        image = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
        small = image.width * image.height <= MOST_PIXELS
        if small:
            _made_smaller(image)
            small = image.width * image.height <= MOST_SHOWN_PIXELS
        if small:
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        small = False
    except Exception:  # Pillow names no bounds to what a damaged file makes it raise.
        raise AttachmentError(DAMAGED) from None
    if not small:
        raise AttachmentError(TOO_MANY_PIXELS)
    return image


def _made_smaller(image: Image.Image) -> None:
    """Let a large JPEG be read at a half or a quarter of its width and height."""
    for part in (2, 4):
        if image.width * image.height > MOST_SHOWN_PIXELS:
            image.draft(None, (image.width // part, image.height // part))


def _upright(image: Image.Image) -> Image.Image:
    """The picture as it was held; where its EXIF data can't be read, as it is."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except Exception:  # As above: the data may be anything.
        return image
    return image


def _copy(image: Image.Image, type_: Type) -> bytes:
    form = "JPEG" if type_ == "image/jpeg" else "PNG"
    seen = _in_srgb(_upright(image), form)
    # A new picture knows nothing but its pixels; Pillow writes along what an opened one remembers.
    bare = Image.new(seen.mode, seen.size)
    bare.paste(seen)
    out = BytesIO()
    if form == "JPEG":
        bare.save(out, form, quality=QUALITY, subsampling=0)
    else:
        bare.save(out, form)
    return out.getvalue()


def _in_srgb(image: Image.Image, form: str) -> Image.Image:
    """The picture in the colours that every screen takes for granted: those of a bruise matter."""
    profile = image.info.get("icc_profile")
    plain = _eight_bits(image)
    if profile and plain.mode in ("RGB", "CMYK"):
        plain = _turned(plain, profile)
    wanted = "RGBA" if form == "PNG" and plain.has_transparency_data else "RGB"
    # Each picture of a phone takes 200 MB here, so none is made without need.
    return plain if plain.mode == wanted else plain.convert(wanted)


def _turned(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture with the colours of its profile; as it is where that is no profile."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, srgb, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image


def _begin_anew() -> None:
    """After a fork: whoever read a picture stayed behind."""
    global _one_picture
    _one_picture = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)

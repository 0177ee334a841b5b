"""The wording check while somebody types: a text in, what to look at again out. Keeps nothing."""

from __future__ import annotations

from bisect import bisect_left

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from meldcode.dossier.entries import TEXT_LENGTH
from meldcode.dossier.phrasing import Remarks
from meldcode.melding import marks


@require_POST
def taal(request: HttpRequest) -> JsonResponse:
    """The marks of `tekst`, with places in UTF-16 units, and the characters paper can't show.

    With `vertelt=ja` somebody else said it; `beroep` is the id of the writer's framework. 413 for
    more than `TEXT_LENGTH` characters. Open to anybody, for who reports without a case has no
    account; so it neither reads nor touches a session.
    """
    text = request.POST.get("tekst", "")
    if len(text) > TEXT_LENGTH:
        return JsonResponse({"fout": _TOO_LONG}, status=413)
    told = request.POST.get("vertelt") == "ja"
    found = marks.under(text, told=told, profession=request.POST.get("beroep", ""))
    return JsonResponse({"merken": _as_json(text, found), "tekens": found.characters})


_TOO_LONG = f"Deze tekst is te lang om mee te lezen. Er passen {TEXT_LENGTH} tekens in."


def _as_json(text: str, found: Remarks) -> list[dict[str, str | int]]:
    # These take two of the units in which a browser counts.
    wide = [place for place, character in enumerate(text) if character > "\uffff"]
    return [
        {
            "van": phrase.start + bisect_left(wide, phrase.start),
            "tot": phrase.end + bisect_left(wide, phrase.end),
            "woorden": phrase.words,
            "waarom": phrase.why,
            "beter": phrase.better,
        }
        for phrase in found.phrases
    ]

"""The pages of the guide. Nobody logs in; what is answered lives in the sealed visit alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from meldcode.guide import (
    danger,
    documents,
    drafts,
    finding,
    first_page,
    fixed,
    hidden,
    outcome,
    pages,
    posted,
    sending,
    stamps,
    views_questions,
    visits,
)
from meldcode.guide.first_page import DANGER
from meldcode.guide.sending import read_or_post
from meldcode.guide.summary import summarise
from meldcode.kader.bezoek import STEP_STATES, Bezoek, VisitError
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import OUTCOME, walked_steps
from meldcode.visit.wiping import forget_pages, wiping

MAX_WORDS = 100  # Letters of a search that are looked at.
EMPTY_SEARCH = "Typ eerst een of meer woorden, zoals: blauwe plek."


@read_or_post
def begin(request: HttpRequest) -> HttpResponse:
    """The first page: who you are, whom it is about, whether there is danger; all may stay open."""
    bezoek, framework = pages.current(request)
    sent = sending.sent(request)
    told = first_page.read(sent, bezoek) if sent is not None else None
    errors = told.errors if told and request.method == "POST" else []
    if told and request.method == "POST" and not errors:
        if not first_page.says_danger(request.POST):
            errors = sending.stamped(request, bezoek, told.bezoek, stamps.BEGIN, "beroep")
        if not errors:
            url = first_page.onward(told.bezoek, request.POST)
            return sending.go(request, told.bezoek, url, before=bezoek.kader)
    context = first_page.context(request, framework, bezoek, told, errors)
    return pages.show(request, "guide/begin.html", context, 422 if context["fouten"] else 200)


@csrf_exempt
@read_or_post
def acuut(request: HttpRequest) -> HttpResponse:
    """Danger now: two numbers, and what to do for whom. A form that is sent here is set aside.

    Without the token of a form: whatever else is wrong, this page must come.
    """
    if request.method == "POST":
        van = drafts.origin(request.POST.get(stamps.FROM, ""))
        response = HttpResponseRedirect(pages.danger_url(van))
        drafts.keep(request, response)
        return response
    bezoek, framework = pages.current(request)
    van = drafts.origin(request.GET.get(stamps.FROM, ""))
    return pages.show(request, "guide/acuut.html", danger.context(framework, bezoek, van))


@read_or_post
def zoek(request: HttpRequest) -> HttpResponse:
    """Everything to look up; what is asked comes by POST, so that no address or log has it."""
    _, framework = pages.current(request)
    asked = posted.text(request.POST, "woord")[:MAX_WORDS]
    looked = request.method == "POST"
    found = finding.find(framework, asked) if asked else []
    context = {
        "gevraagd": asked,
        "gezocht": looked,
        "gevonden": found,
        "onderwerpen": pages.topics(framework),
        "groepen": pages.grouped_topics(framework),
        "vt": framework.facts["vt_telefoon"],
        "fouten": [{"veld": "woord", "tekst": EMPTY_SEARCH}] if looked and not asked else [],
    }
    return pages.show(request, "guide/zoek.html", context, 422 if context["fouten"] else 200)


@require_safe
def onderwerp(request: HttpRequest, topic_id: str) -> HttpResponse:
    """One thing to look up: a topic, or a check to do."""
    _, framework = pages.current(request)
    if topic_id in framework.controles:
        return views_questions.show_check(request, topic_id)
    topic = framework.onderwerpen.get(topic_id)
    if topic is None:
        raise Http404
    context = {
        "topic": topic,
        "lead": framework.plain(topic.lead),
        "nummers": [framework.facts[number] for number in topic.bel],
        "blokken": fixed.topic_blocks(framework.id, topic_id),
        "bronnen": framework.cited(topic.bron),
        "terug": pages.to_search(),
    }
    return pages.show(request, "guide/onderwerp.html", context)


@require_safe
def begrippen(request: HttpRequest) -> HttpResponse:
    """The words, explained."""
    _, framework = pages.current(request)
    context = {
        "begrippen": [
            {
                "id": term.id,
                "woord": term.woord,
                "html": fixed.safe(framework, term.uitleg),
                "bronnen": framework.cited(term.bron),
            }
            for term in sorted(framework.begrippen.values(), key=lambda t: t.woord.lower())
        ],
        "terug": pages.to_search(),
    }
    return pages.show(request, "guide/begrippen.html", context)


@require_safe
def bronnen(request: HttpRequest) -> HttpResponse:
    """Where everything comes from, and how old the facts are."""
    _, framework = pages.current(request)
    today = timezone.localdate()
    context = {
        "bronnen": framework.sources.values(),
        "feiten": [
            {
                "feit": fact,
                "bronnen": framework.cited(fact.bron),
                "verouderd": fact.opnieuw <= today,
            }
            for fact in framework.facts.values()
        ],
        "kaders": frameworks().values(),
    }
    return pages.show(request, "guide/bronnen.html", context)


@read_or_post
def stap(request: HttpRequest, number: str) -> HttpResponse:
    """One of the five steps; those before the weighing may be done, left out or open."""
    bezoek, framework = pages.current(request)
    if number not in framework.stappen:
        raise Http404
    errors: list[pages.Error] = []
    page = ("stap", number)
    known = bezoek.stappen.get(number)
    state, reason = (known.stand, known.reden) if known else (None, "")
    sent = sending.sent(request) if number in walked_steps(framework) else None
    if sent is not None:
        state, reason = sent.get("stand"), posted.text(sent, "reden")
    if sent is not None and request.method == "POST":
        errors = posted.errors(sent, {"stand": STEP_STATES}, ("reden",))
        changed = bezoek.step(number, state or "open", reason)
        errors = errors or sending.stamped(request, bezoek, changed, page, "stand")
        if not errors:
            return sending.go(request, changed, pages.following(framework, changed, page))
    onward = pages.link(framework, "Verder naar", pages.following(framework, bezoek, page))
    context = {
        **pages.walk_context(request, framework, bezoek, "stap", number),
        "stap": framework.stappen[number],
        "formulier": number in walked_steps(framework),
        "wegen": first_page.weighing(framework),
        "vast": fixed.step_html(framework.id, number),
        "met_stand": number in walked_steps(framework),
        "stand": state,
        "reden": reason,
        "afwegingen": [
            {
                "a": item,
                "url": pages.url_of("afweging", item.id),
                "antwoord": fixed.ANSWER_LABELS[bezoek.afwegingen[item.id]]
                if item.id in bezoek.afwegingen
                else None,
            }
            for item in framework.afwegingen.values()
            if item.stap == number
        ],
        "volgende": onward,
        "zonder_keuze": onward._replace(tekst=f"{onward.tekst}, zonder keuze"),
        "fouten": errors,
    }
    return pages.show(request, "guide/stap.html", context, 422 if errors else 200)


@read_or_post
def afweging(request: HttpRequest, number: str) -> HttpResponse:
    """One consideration: helper questions, an answer and a reason."""
    bezoek, framework = pages.current(request)
    if number not in framework.afwegingen:
        raise Http404
    errors: list[pages.Error] = []
    answer = bezoek.afwegingen.get(number)
    reason = bezoek.redenen.get(number, "")
    shown = bezoek
    sent = sending.sent(request)
    if sent is not None:
        answer, reason = sent.get("antwoord"), posted.text(sent, "reden")
        among = [helper.id for _, helpers in framework.helpers(number) for helper in helpers]
        ticked = [helper for helper in sent.getlist("hulp") if helper in among]
        shown = bezoek.answer(number, answer or "open", ticked, among, reason)
    if sent is not None and request.method == "POST":
        errors = posted.errors(sent, {"antwoord": tuple(fixed.ANSWER_LABELS)}, ("reden",))
        errors = errors or sending.stamped(request, bezoek, shown, ("afweging", number), "antwoord")
        if not errors:
            return sending.go(request, shown, _after_weighing(framework, bezoek, shown, number))
    stamp = stamps.fields(request, bezoek, "afweging", number)
    return pages.show_consideration(
        request, framework, shown, number, answer, reason, errors, stamp
    )


def _after_weighing(
    framework: Framework, before: Bezoek, after: Bezoek, number: str
) -> pages.Target:
    """The next page; danger goes before all else.

    Who ticked a sign of it is asked at once whether somebody is in danger now. In danger the
    outcome follows as soon as an answer makes a report the norm.
    """
    if after.known(framework).gevaar_teken and DANGER not in after.gevraagd:
        return ("situatie", DANGER)
    turned = [each.advice(framework).melden == "noodzakelijk" for each in (before, after)]
    if after.situatie.gevaar_nu == "ja" and turned == [False, True]:
        return OUTCOME
    return pages.following(framework, after, ("afweging", number))


@require_safe
def uitkomst(request: HttpRequest) -> HttpResponse:
    """Both decisions, what to do, why, what is open and what would change it."""
    bezoek, framework = pages.current(request)
    return outcome.show(request, bezoek, framework, [])


@read_or_post
def gedaan(request: HttpRequest) -> HttpResponse:
    """Tick what is done."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("guide:uitkomst"))
    bezoek, framework = pages.current(request)
    ticked = [duty for duty in request.POST.getlist("gedaan") if duty in framework.plichten]
    changed = bezoek.tick(ticked)
    errors = sending.stamped(request, bezoek, changed, ("gedaan", ""), "nu-doen")
    if errors:
        return outcome.show(request, changed, framework, errors)
    return sending.go(request, changed, reverse("guide:uitkomst") + "#nu-doen")


@read_or_post
def besluit(request: HttpRequest) -> HttpResponse:
    """The professional's own decisions."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("guide:uitkomst"))
    bezoek, framework = pages.current(request)
    answers = tuple(fixed.ANSWER_LABELS)
    errors = posted.errors(request.POST, {"melden": answers, "hulp": answers}, ("reden", "overleg"))
    changed = bezoek.decide(posted.besluit(request.POST))
    errors = errors or sending.stamped(request, bezoek, changed, ("besluit", ""), "melden")
    if errors:
        return outcome.show(request, changed, framework, errors)
    return sending.go(request, changed, reverse("guide:uitkomst") + "#besluit")


def _attachment(content: bytes | str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The outcome as a PDF, without names."""
    bezoek, framework = pages.current(request)
    summary = summarise(framework, bezoek, timezone.localdate())
    return _attachment(documents.to_pdf(summary), "application/pdf", "meldcode-uitkomst.pdf")


@require_safe
def tekst(request: HttpRequest) -> HttpResponse:
    """The outcome as plain text, without names."""
    bezoek, framework = pages.current(request)
    summary = summarise(framework, bezoek, timezone.localdate())
    kind = "text/plain; charset=utf-8"
    return _attachment(documents.to_text(summary), kind, "meldcode-uitkomst.txt")


@require_safe
def bewaar(request: HttpRequest) -> HttpResponse:
    """The visit as a file without names, to open later."""
    bezoek, _ = pages.current(request)
    return _attachment(bezoek.to_json(), "application/json", "bezoek.meldcode.json")


@read_or_post
def openen(request: HttpRequest) -> HttpResponse:
    """Go on with a visit that was kept as a file."""
    errors: list[pages.Error] = []
    if request.method == "POST":
        upload = request.FILES.get("bestand")
        try:
            if upload is None:
                raise VisitError("Kies eerst het bestand dat je hebt bewaard.")
            opened = Bezoek.from_json(upload.read(), frameworks())
            return sending.go(request, opened, reverse("guide:uitkomst"))
        except VisitError as error:
            errors = [{"veld": "bestand", "tekst": str(error)}]
    context = {
        "fouten": errors,
        "has_visit": visits.exists(request),
        "terug": {"url": reverse("guide:begin"), "tekst": "Terug naar het begin"},
    }
    return pages.show(request, "guide/openen.html", context, 422 if errors else 200)


@read_or_post
def wis(request: HttpRequest) -> HttpResponse:
    """Wipe the visit, and whatever another room keeps of this browser without a case."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("guide:begin"))
    response = HttpResponseRedirect(reverse("guide:gewist"))
    visits.wipe(request, response)
    wiping.send(sender=visits, request=request, response=response)
    return response


@require_safe
def gewist(request: HttpRequest) -> HttpResponse:
    """What was wiped, and what this page can't wipe."""
    page = pages.show(request, "guide/gewist.html", {})
    forget_pages(page)
    return page


@require_safe
def verberg(request: HttpRequest) -> HttpResponse:
    """Hide everything: from now on every page of this browser shows nothing, until `terug`."""
    page = hidden.blank(reverse("guide:uitkomst"))
    hidden.hide(page)
    return page


@require_safe
def terug(request: HttpRequest) -> HttpResponse:
    """Show the pages again, beginning with the one that was asked for."""
    return hidden.show_again(request.GET.get("van", ""))

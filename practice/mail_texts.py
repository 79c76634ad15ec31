"""The words of the mails to patients: ours, in templates/emails, or the manager's own instead of them.

Either way a mail says that there is something to do, never what somebody has: no value here is clinical.
What is always there, whoever wrote the words: what to do in an emergency, and how to reach the practice.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import MessageKind, MessageText, Practice

PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
NAMED = re.compile(r"\{([^{}]*)\}")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
ALONE = re.compile(r"^[ \t]*\{link\}[ \t]*$", re.MULTILINE)
GREETED = {"greeting", "name", "practice", "phone"}

# What each word between braces stands for.
PLACEHOLDERS: dict[str, object] = {
    "greeting": gettext_lazy("Hello and the name; to the parents or guardians for a child under 16"),
    "name": gettext_lazy("the name of the patient"),
    "practice": gettext_lazy("the name of the practice"),
    "phone": gettext_lazy("the phone number of the practice"),
    "link": gettext_lazy("the link, as a button"),
    "until": gettext_lazy("the day on which the link stops working"),
    "date": gettext_lazy("the day of the appointment"),
    "time": gettext_lazy("the time of the appointment"),
    "therapist": gettext_lazy("the name of the therapist"),
    "address": gettext_lazy("the address of the practice"),
}


@dataclass(frozen=True)
class Letter:
    """One kind of mail: our template and subject, what its words may and must hold, what its button says."""

    template: str
    subject: object
    may: frozenset[str]
    must: frozenset[str] = frozenset()
    button: object = ""


def _letter(template: str, subject: object, *also: str, button: object = "") -> Letter:
    must = frozenset({"link", "date", "time"} & set(also))
    return Letter(template, subject, frozenset(GREETED | set(also)), must, button)


ANSWER = gettext_lazy("Answer the questions")
LETTERS: dict[str, Letter] = {
    MessageKind.INVITATION: _letter(
        "invitation",
        gettext_lazy("Your questions before the first appointment"),
        *("link", "until"),
        button=ANSWER,
    ),
    MessageKind.INTAKE_REMINDER: _letter(
        "intake_reminder",
        gettext_lazy("Your questions are still waiting for you"),
        *("link", "until"),
        button=ANSWER,
    ),
    MessageKind.APPOINTMENT_REMINDER: _letter(
        "appointment_reminder",
        gettext_lazy("Your appointment on {date} at {time}"),
        *("date", "time", "therapist", "address"),
    ),
    MessageKind.FOLLOW_UP: _letter(
        "follow_up",
        gettext_lazy("Some questions about how you are doing"),
        *("link", "until"),
        button=ANSWER,
    ),
    MessageKind.THANKS: _letter("thanks", gettext_lazy("We have received your answers")),
    MessageKind.APPROVAL: _letter(
        "approval",
        gettext_lazy("Something to read and decide on"),
        *("link", "until"),
        button=gettext_lazy("Read and decide"),
    ),
}


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str


def write(kind: str, language: str, values: Mapping[str, object]) -> Mail:
    """The mail of this kind in this language, in the manager's words when there are any.

    `values` holds name, is_child (under 16), and what the kind may hold of link, until, start and therapist.
    """
    own = MessageText.objects.in_use().filter(kind=kind, language=language).first()
    with translation.override(language):
        return write_in(kind, values, (own.subject, own.body) if own else None)


def write_in(
    kind: str, values: Mapping[str, object], own: tuple[str, str] | None, layout: str = "base"
) -> Mail:
    """The mail in the language that is on now; `own` is a subject and a text to use instead of ours."""
    letter, words = LETTERS[kind], words_of(values)
    subject = fill(own[0] if own else str(letter.subject), words)
    context = {
        **words,
        "is_child": values.get("is_child", False),
        "practice": Practice.current(),
        "subject": " ".join(subject.split()),
        "button": letter.button,
    }
    parts = {}
    for form in ("txt", "html"):
        chosen = {
            **context,
            "layout": f"emails/{layout}.{form}",
            "template": f"emails/{letter.template}.{form}",
        }
        if own:
            chosen["body"] = (_own_text if form == "txt" else _own_html)(own[1], words, letter)
        parts[form] = render_to_string(chosen["template"] if not own else f"emails/own.{form}", chosen)
    return Mail(context["subject"], parts["txt"], parts["html"])


def our_words(kind: str, language: str) -> tuple[str, str]:
    """Our own subject and text with the placeholders in it, for the manager to start from."""
    letter = LETTERS[kind]
    context = {name: f"{{{name}}}" for name in PLACEHOLDERS}
    context |= {"practice": {"name": "{practice}", "phone_display": "{phone}"}, "layout": "emails/bare.txt"}
    with translation.override(language):
        text = render_to_string(f"emails/{letter.template}.txt", context)
        text = text.replace(_named_link(letter), "{link}")
        return str(letter.subject), BLANK_LINES.sub("\n\n", text).strip()


def _named_link(letter: Letter) -> str:
    """A link in a plain text, under the words that are on its button elsewhere."""
    return f"{letter.button}:\n{{link}}"


def problems(kind: str, subject: str, body: str) -> dict[str, list[str]]:
    """What is wrong with these words, by field; empty when they can go out."""
    letter = LETTERS[kind]
    found = {
        "subject": _problems_of(subject, letter.may - {"link", "greeting"}),
        "body": _problems_of(body, letter.may),
    }
    missing = sorted(letter.must - set(PLACEHOLDER.findall(body)))
    if missing:
        names = ", ".join(f"{{{name}}}" for name in missing)
        found["body"].append(_("Add %(names)s: without it the mail is of no use.") % {"names": names})
    return {field: sentences for field, sentences in found.items() if sentences}


def _problems_of(text: str, may: frozenset[str]) -> list[str]:
    unknown = sorted({name for name in NAMED.findall(text) if name not in may})
    sentences = []
    if unknown:
        names = ", ".join(f"{{{name}}}" for name in unknown)
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS if name in may)
        told = _("%(names)s means nothing here. You can use: %(known)s.")
        sentences.append(told % {"names": names, "known": known})
    if set("{}") & set(NAMED.sub("", text)):
        sentences.append(_("A brace stands alone. Write a word between { and }, or leave the brace out."))
    return sentences


def fill(text: str, words: Mapping[str, object]) -> str:
    """Put the words in place of the placeholders, once: what a value says is never read as one."""
    return PLACEHOLDER.sub(lambda found: str(words.get(found[1], found[0])), text)


def words_of(values: Mapping[str, object]) -> dict[str, object]:
    """Each placeholder as it is written in the language that is on now."""
    practice, start = Practice.current(), values.get("start")
    town = " ".join(filter(None, [practice.postcode, practice.city]))
    words = {
        "name": values.get("name", ""),
        "link": values.get("link", ""),
        "practice": practice.name,
        "phone": practice.phone_display,
        "until": _day(values.get("until")),
        "therapist": str(values.get("therapist", "")),
        "address": ", ".join(filter(None, [practice.street, town])),
    }
    if start:
        local = timezone.localtime(start)
        words |= {"date": date_format(local, "l j F Y"), "time": date_format(local, "H:i")}
    greeting = render_to_string("emails/greeting.txt", {**values, "name": words["name"]})
    return {**words, "greeting": greeting.strip()}


def _day(moment: datetime.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""


def _own_text(body: str, words: Mapping[str, object], letter: Letter) -> str:
    return fill(ALONE.sub(_named_link(letter), body), words)


def _own_html(body: str, words: Mapping[str, object], letter: Letter) -> SafeString:
    """The manager's paragraphs; a link that stands on a line alone becomes a button."""
    escaped = {name: conditional_escape(value) for name, value in words.items()}
    inline = {**escaped, "link": format_html('<a href="{0}">{0}</a>', words["link"])}
    button = render_to_string("emails/button.html", {"link": words["link"], "button": letter.button})
    made = []
    for paragraph in BLANK_LINES.split(body.replace("\r\n", "\n").strip()):
        lines = [
            button if line.strip() == "{link}" else fill(str(conditional_escape(line)), inline)
            for line in paragraph.split("\n")
        ]
        made.append("<p>" + "<br>".join(lines) + "</p>")
    return mark_safe("\n".join(made))


def made_up() -> dict[str, object]:
    """Values for a preview; nobody lives there."""
    soon = timezone.now().replace(minute=30, second=0) + datetime.timedelta(days=6)
    return {
        "name": "Sanne van den Berg",
        "is_child": False,
        "therapist": "Joris de Vries",
        "link": f"{settings.SITE_URL}/i/…",
        "until": soon,
        "start": soon,
    }

"""What somebody who looks at a screen reads of a page while the names are hidden."""

from html.parser import HTMLParser

from django.http import HttpResponse

# Nothing of these shows: hidden by the key, for screen readers, for paper, or nothing to read.
HIDDEN = {"person", "visually-hidden", "sheet-only", "messages", "print-only"}
SILENT = {"script", "style", "template", "head"}
NEVER_CLOSED = {"input", "br", "img", "meta", "link", "hr", "wbr", "source", "col", "use", "path"}


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # tag, and whether it hides
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in NEVER_CLOSED:
            classes = set((dict(attrs).get("class") or "").split())
            self.open.append((tag, bool(classes & HIDDEN) or tag in SILENT))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(name == tag for name, _hides in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(hides for _tag, hides in self.open):
            self.texts.append(data)


def seen(response: HttpResponse) -> str:
    """The words in sight, with single spaces."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return ""
    page = _Seen()
    page.feed(response.content.decode())
    return " ".join(" ".join(page.texts).split())

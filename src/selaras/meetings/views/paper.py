from django.utils.safestring import SafeString, mark_safe

from selaras.lib.document import Document
from selaras.lib.document_html import to_html
from selaras.meetings.documents.minutes import section_blocks


def shown(title: str, body: str, number: int = 0) -> SafeString:
    """A section as it will be printed, without its title; escaped by its writer."""
    blocks = tuple(section_blocks(title, body, number))[1:]
    return mark_safe(to_html(Document("", "", "", "", 2000, blocks, contents=False)))  # noqa: S308

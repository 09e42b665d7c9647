"""Words that stand in one line: a title, a place, the subject of an e-mail."""

import unicodedata


def one_line(text: str) -> str:
    """Without line breaks and signs that control a machine; feeds and e-mails hold none."""
    kept = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return " ".join(kept.split())

"""Local systems that do what a general application (Aplikasi Umum) is there for."""

from collections.abc import Sequence
from dataclasses import dataclass

from selaras.systems.rules.text import plain, words
from selaras.systems.rules.types import Facts, Found, Reason


@dataclass(frozen=True)
class GeneralApplication:
    """`names` are its own, `words` tell what it is for."""

    name: str
    field: str
    names: tuple[str, ...]
    words: tuple[str, ...]


def find_doubles_of_general(
    systems: Sequence[Facts], applications: Sequence[GeneralApplication]
) -> list[Found]:
    """A word of the field in the name is a strong sign, two in the text a weaker one.

    Whether a list calls a system “umum” is not asked: local lists mean other things by it.
    """
    found = []
    for each in systems:
        if each.is_lent or not each.is_active:
            continue
        name, text = _spaced(each.name), _spaced(each.text)
        for application in applications:
            if any(f" {own} " in name for own in application.names):
                continue  # it is the general application itself
            in_name = [word for word in application.words if word in name]
            in_text = [word for word in application.words if word in text]
            if in_name or len(in_text) >= 2:
                seen = ", ".join(dict.fromkeys([*in_name, *in_text]))
                values: dict[str, str | int] = {
                    "application": application.name,
                    "field": application.field,
                    "words": seen,
                }
                found.append(
                    Found(
                        "general",
                        f"general:{plain(application.name)}:{each.key}",
                        f"{each.name} · {application.name}",
                        (each.key,),
                        75 if in_name else 50,
                        (Reason("like_general", values),),
                    )
                )
    return found


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "

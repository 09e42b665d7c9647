"""A published XForm as plain values: its questions in order, with their words and rules.

Source: ODK XForms specification (getodk.github.io/xforms-spec). The XForm itself stays the truth;
this is what pages, exports and checks read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

XF, H = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
CONTROLS = ("input", "select1", "select", "upload", "trigger", "range", "rank")
Kind = Literal["question", "group", "repeat", "hidden"]
Words = dict[str, str]  # language → text; "" where the form names no language


@dataclass(frozen=True)
class Choice:
    value: str
    labels: Words


@dataclass(frozen=True)
class Field:
    """An element of the answer, or a group or repeat of them. `path` begins with the root."""

    path: str
    name: str
    kind: Kind
    type: str = "string"  # type of the bind: string, int, decimal, date, binary, geopoint …
    control: str = ""  # one of CONTROLS; empty for what is calculated or never shown
    labels: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""  # file that holds the choices, when they are not in the form
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Words = field(default_factory=dict)
    calculate: str = ""
    readonly: str = ""
    media: str = ""  # of an upload: image/*, application/pdf …
    repeat: str = ""  # path of the nearest repeat around it

    @property
    def multiple(self) -> bool:
        return self.control in ("select", "rank")

    @property
    def is_note(self) -> bool:
        return self.control == "input" and bool(self.readonly)

    def label(self, language: str = "") -> str:
        """The words in a language, else in the first one there is, else the name."""
        found = self.labels.get(language) or next(iter(self.labels.values()), "")
        return found or self.name

    def choice(self, value: str, language: str = "") -> str:
        found = next((each for each in self.choices if each.value == value), None)
        if found is None:
            return value
        return found.labels.get(language) or next(iter(found.labels.values()), "") or value


@dataclass(frozen=True)
class FormDefinition:
    form_id: str
    version: str
    title: str
    root: str  # name of the root element of an answer
    languages: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def by_path(self) -> dict[str, Field]:
        return {each.path: each for each in self.fields}

    @property
    def questions(self) -> list[Field]:
        """What a person is asked; notes, calculations and metadata left out."""
        return [each for each in self.fields if each.kind == "question" and not each.is_note]

    @property
    def repeats(self) -> list[Field]:
        return [each for each in self.fields if each.kind == "repeat"]

    def language(self, wanted: str) -> str:
        """The form's own name of a language by its code: "Bahasa Indonesia (id)" for "id"."""
        return next(
            (name for name in self.languages if name == wanted or f"({wanted})" in name),
            self.languages[0] if self.languages else "",
        )


def parse_form(xml: str) -> FormDefinition:
    """Read an XForm.

    Raises:
        ValueError: it is not an XForm.
    """
    try:
        document = fromstring(xml)
        model = document.find(f"{H}head/{XF}model")
        assert model is not None
        instance = model.find(f"{XF}instance")
        assert instance is not None
        root = instance[0]
    except Exception as error:
        raise ValueError("not an XForm") from error
    return _Reader(document, model, root).read()


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


class _Reader:
    def __init__(self, document: Element, model: Element, root: Element) -> None:
        self.document, self.model, self.root = document, model, root
        self.texts = _texts(model)
        self.binds = {bind.get("nodeset", ""): bind for bind in model.iter(f"{XF}bind")}
        self.lists = {
            each.get("id", ""): each for each in model.findall(f"{XF}instance") if each.get("id")
        }
        self.shown: dict[str, Element] = {}
        self.repeats: set[str] = set()

    def read(self) -> FormDefinition:
        body = self.document.find(f"{H}body")
        for element in body.iter() if body is not None else ():
            self._place(element)
        title = self.document.find(f"{H}head/{H}title")
        return FormDefinition(
            form_id=self.root.get("id", ""),
            version=self.root.get("version", ""),
            title=(title.text or "") if title is not None else "",
            root=local(self.root),
            languages=tuple(self.texts),
            fields=tuple(self._fields(self.root, f"/{local(self.root)}", "")),
        )

    def _place(self, element: Element) -> None:
        """Remember which control or group shows which path."""
        name, path = local(element), element.get("ref") or element.get("nodeset") or ""
        if name == "repeat":
            self.repeats.add(path)
        elif name == "group" or name in CONTROLS:
            self.shown.setdefault(path, element)

    def _fields(self, parent: Element, path: str, repeat: str) -> Iterator[Field]:
        seen: set[str] = set()
        for child in parent:
            name = local(child)
            here = f"{path}/{name}"
            if here in seen or name == "meta":  # a repeat stands as template and as first row
                continue
            seen.add(here)
            yield self._field(child, here, repeat)
            inner = here if here in self.repeats else repeat
            yield from self._fields(child, here, inner)

    def _field(self, element: Element, path: str, repeat: str) -> Field:
        bind, shown = self.binds.get(path), self.shown.get(path)
        control = local(shown) if shown is not None and local(shown) in CONTROLS else ""
        kind: Kind = "question" if control else "hidden"
        if path in self.repeats:
            kind = "repeat"
        elif len(element):
            kind = "group"
        choices, source = self._choices(shown) if control else ((), "")
        rules = dict(bind.attrib) if bind is not None else {}
        return Field(
            path=path,
            name=local(element),
            kind=kind,
            type=rules.get("type", "string"),
            control=control,
            labels=self._words(shown, "label"),
            hints=self._words(shown, "hint"),
            choices=choices,
            choices_from=source,
            required=rules.get("required", ""),
            relevant=rules.get("relevant", ""),
            constraint=rules.get("constraint", ""),
            constraint_messages=self._message(rules.get(f"{JR}constraintMsg", "")),
            calculate=rules.get("calculate", ""),
            readonly=rules.get("readonly", ""),
            media=(shown.get("mediatype") or "") if shown is not None else "",
            repeat=repeat,
        )

    def _words(self, element: Element | None, part: str) -> Words:
        found = element.find(f"{XF}{part}") if element is not None else None
        if found is None:
            return {}
        return self._reference(found.get("ref", "")) or _plain(found)

    def _reference(self, ref: str) -> Words:
        match = re.search(r"jr:itext\('([^']+)'\)", ref)
        if not match:
            return {}
        key = match[1]
        return {lang: words[key] for lang, words in self.texts.items() if words.get(key)}

    def _message(self, raw: str) -> Words:
        return self._reference(raw) or ({"": raw} if raw else {})

    def _choices(self, element: Element | None) -> tuple[tuple[Choice, ...], str]:
        assert element is not None
        items = element.findall(f"{XF}item")
        if items:
            return tuple(self._choice(item) for item in items), ""
        itemset = element.find(f"{XF}itemset")
        match = (
            re.search(r"instance\('([^']+)'\)", itemset.get("nodeset", ""))
            if itemset is not None
            else None
        )
        if itemset is None or match is None:
            return (), ""
        source = self.lists.get(match[1])
        if source is None or source.get("src"):
            return (), (source.get("src") or "") if source is not None else ""
        return tuple(self._rows(itemset, source)), ""

    def _choice(self, item: Element) -> Choice:
        value = item.find(f"{XF}value")
        return Choice((value.text or "") if value is not None else "", self._words(item, "label"))

    def _rows(self, itemset: Element, source: Element) -> Iterator[Choice]:
        """Choices of a list inside the form, each once even when a filter repeats it."""
        value, label = itemset.find(f"{XF}value"), itemset.find(f"{XF}label")
        value_name = value.get("ref", "name") if value is not None else "name"
        label_ref = label.get("ref", "label") if label is not None else "label"
        label_name = label_ref.removeprefix("jr:itext(").removesuffix(")")
        seen: set[str] = set()
        for item in source.iter(f"{XF}item"):
            held = {local(part): (part.text or "") for part in item}
            key = held.get(value_name, "")
            if key in seen:
                continue
            seen.add(key)
            raw = held.get(label_name, "")
            words = self._reference(f"jr:itext('{raw}')") if "itext" in label_ref else {"": raw}
            yield Choice(key, words)


def _texts(model: Element) -> dict[str, dict[str, str]]:
    """Language → id of the text → its plain words; the default language first."""
    found: dict[str, dict[str, str]] = {}
    translations = sorted(
        model.iter(f"{XF}translation"), key=lambda each: each.get("default") is None
    )
    for translation in translations:
        words = found.setdefault(translation.get("lang", ""), {})
        for text in translation.iter(f"{XF}text"):
            for value in text.findall(f"{XF}value"):
                if value.get("form") is None and _flat(value) != "-":  # "-": not translated
                    words[text.get("id", "")] = _flat(value)
    return found


def _flat(element: Element) -> str:
    """The words of a label; a value shown inside it stands as {name}."""
    parts = [element.text or ""]
    for child in element:
        ref = child.get("value", "").strip()
        parts += [f"{{{ref.rpartition('/')[2]}}}" if ref else "", child.tail or ""]
    return " ".join("".join(parts).split())


def _plain(element: Element) -> Words:
    words = _flat(element)
    return {"": words} if words else {}

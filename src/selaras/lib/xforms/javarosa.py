"""A second engine on the server: JavaRosa, from the archive that comes with pyxform, through JPype.

Without a Java runtime nothing here fails: `available()` says no and answers stay "not re-checked".
One JVM lives in a process once it is used. Class names are JavaRosa's (Apache-2.0).
"""

import os
import shutil
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from selaras.lib.xforms.attachments import Attachments, Files
from selaras.lib.xforms.definition import local
from selaras.lib.xforms.sameness import same

REQUIRED, CONSTRAINT = 1, 2
_lock = threading.Lock()
_attachments = Attachments()
# Stamps that every engine sets anew; nobody answers them.
STAMPS = {"start", "end", "today", "deviceid", "meta", "audit", "username"}


@dataclass(frozen=True)
class Fault:
    """`kind`: required | constraint | rejected; `path` without indexes, `index` as (2, 1)."""

    kind: str
    path: str
    index: tuple[int, ...] = ()
    value: str = ""


def _jar() -> Path:
    return Path(str(files("pyxform"))) / "validators/odk_validate/bin/ODK_Validate.jar"


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether Java and the bridge to it are there."""
    java = shutil.which("java") or os.environ.get("JAVA_HOME")
    return bool(java) and find_spec("jpype") is not None and _jar().is_file()


@lru_cache(maxsize=1)
def _engine() -> Any:
    import jpype  # noqa: PLC0415 - starts a JVM: only where answers are checked

    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx256m", "-Djava.awt.headless=true", classpath=[str(_jar())])
    java = jpype.JPackage("org").javarosa
    java.model.xform.XFormsModule().registerModule()
    _attachments.register(java)
    return java


def form_fault(xform: str) -> str | None:
    """Why JavaRosa cannot compute a form: a formula that does not parse, a cycle, a function that
    nobody knows; in the engine's own words, None when it can.

    Attachments count as empty.
    """
    if not available():
        return None
    with _lock:
        try:
            _start(_load(xform, {}))
        except Exception as error:  # noqa: BLE001 - Java exceptions of any kind
            return str(error)
    return None


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith("org.")), lines[0] if lines else "")[
        :300
    ]


def _load(xform: str, files: Files) -> Any:
    import jpype  # noqa: PLC0415

    java = _engine()
    _attachments.serve(files)
    stream = jpype.JClass("java.io.ByteArrayInputStream")(xform.encode())
    form = java.xform.util.XFormUtils.getFormFromInputStream(stream)
    _attachments.add_functions(form)
    return form


def _start(form: Any) -> None:
    """Compute all; not as a new form, which would ask a phone for its number."""
    form.initialize(False, _engine().core.model.instance.InstanceInitializationFactory())


def check(
    xform: str, answer: str, repeats: Collection[str], files: Files | None = None
) -> list[Fault]:
    """Everything in an answer that the form does not allow.

    The engine's own validation names the first broken rule; the comparison with what the engine
    writes back finds wrong types, unknown choices and forged calculations. `repeats` are the
    paths of the form's repeats, `files` its attachments.

    Raises:
        RuntimeError: the form or the answer cannot be loaded.
    """
    with _lock:
        try:
            broken, written = _run(xform, answer, repeats, files or {})
        except Exception as error:
            raise RuntimeError(_first_line(str(error))) from error
    sent = dict(_leaves(fromstring(answer.encode()), repeats))
    kept = dict(_leaves(fromstring(written), repeats))
    rejected = [
        Fault("rejected", path, index, value)
        for (path, index), value in sent.items()
        if value and not same(value, kept.get((path, index), ""))
    ]
    return [*([broken] if broken else []), *rejected]


def _run(
    xform: str, answer: str, repeats: Collection[str], files: Files
) -> tuple[Fault | None, bytes]:
    import jpype  # noqa: PLC0415

    java = _engine()
    form = _load(xform, files)
    instance = java.xform.parse.XFormParser.restoreDataModel(
        jpype.JClass("java.io.ByteArrayInputStream")(answer.encode()), None
    )
    template = form.getMainInstance().getRoot().deepCopy(True)
    template.populate(instance.getRoot(), form)
    form.getMainInstance().setRoot(template)
    _start(form)
    outcome = form.validate(True)
    visitor = java.model.xform.XFormSerializingVisitor()
    written = bytes(visitor.serializeInstance(form.getMainInstance()))
    return _broken(outcome, repeats), written


def _broken(outcome: Any, repeats: Collection[str]) -> Fault | None:
    if outcome is None or int(outcome.outcome) not in (REQUIRED, CONSTRAINT):
        return None
    reference = outcome.failedPrompt.getReference()
    names = [str(reference.getName(level)) for level in range(reference.size())]
    places = [int(reference.getMultiplicity(level)) for level in range(reference.size())]
    path = "/" + "/".join(names)
    index = tuple(
        place + 1
        for level, place in enumerate(places)
        if "/" + "/".join(names[: level + 1]) in repeats and place >= 0
    )
    return Fault("required" if int(outcome.outcome) == REQUIRED else "constraint", path, index)


Place = tuple[str, tuple[int, ...]]


def _leaves(root: Element, repeats: Collection[str]) -> Iterator[tuple[Place, str]]:
    """Values by path and by the places of the repeats around them."""
    yield from _inner(root, f"/{local(root)}", (), repeats)


def _inner(
    element: Element, path: str, index: tuple[int, ...], repeats: Collection[str]
) -> Iterator[tuple[Place, str]]:
    seen: dict[str, int] = {}
    for child in element:
        name = local(child)
        here = f"{path}/{name}"
        if name in STAMPS:
            continue
        seen[name] = seen.get(name, 0) + 1
        place = (*index, seen[name]) if here in repeats else index
        if len(child):
            yield from _inner(child, here, place, repeats)
        else:
            yield (here, place), (child.text or "").strip()

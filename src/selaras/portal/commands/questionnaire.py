"""`selaras questionnaire publish FILE`: publish an XLSForm workbook as a version."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from selaras.portal.commands.setup import fail

if TYPE_CHECKING:
    from selaras.questionnaires.actions import Preview


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("publish",), help="publish: make a version of a form")
    parser.add_argument("file", type=Path, help="the XLSForm workbook (.xlsx)")
    parser.add_argument(
        "--media", type=Path, action="append", default=[], metavar="FILE",
        help="a picture, sound or list that the form names; may be given several times",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="tell, and publish nothing")


def run(options: argparse.Namespace) -> int:
    from selaras.portal.commands import setup

    setup.start()
    for path in (options.file, *options.media):
        if not path.is_file():
            return fail(f"{path}: no such file")
    setup.prepare()
    from selaras.core.errors import ImportRefused, Refused

    try:
        return _publish(options)
    except ImportRefused as refusal:
        return fail("\n".join([str(refusal.text), *(f"  {each}" for each in refusal.problems)]))
    except Refused as refusal:
        return fail(str(refusal.text))


def _publish(options: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from selaras.questionnaires.actions import preview_form, publish_form

    name, data = options.file.name, options.file.read_bytes()
    preview = preview_form(name=name, data=data)
    _tell(preview)
    if preview.is_same:
        print(_("This version is published already. Nothing changes."))
    elif options.dry_run:
        print(_("Nothing was published: this was a trial run."))
    else:
        media = [(path.name, path.read_bytes()) for path in options.media]
        version = publish_form(by=None, name=name, data=data, media=media)
        print(_("Version %(version)s is published.") % {"version": version.version})
    return 0


def _tell(preview: "Preview") -> None:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    form, count = preview.definition, len(preview.definition.questions)
    print(_("Title: %(title)s") % {"title": form.title})
    print(_("Form id: %(form_id)s") % {"form_id": form.form_id})
    print(_("Version: %(version)s") % {"version": form.version})
    print(ngettext("%(count)s question", "%(count)s questions", count) % {"count": count})
    for warning in preview.warnings:
        print(_("Warning: %(text)s") % {"text": warning})
    if preview.previous is None:
        print(_("The first version of this questionnaire."))
    elif not preview.is_same:
        print(_("Changes since version %(version)s:") % {"version": preview.previous.version})
        for line in preview.change_lines or (_("none that a person would notice"),):
            print(f"  {line}")

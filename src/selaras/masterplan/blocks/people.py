"""Who takes part, what the round rests on, and who binds themselves."""

from django.utils.translation import gettext as _

from selaras.lib.document import (
    Block,
    Facts,
    Heading,
    ListBlock,
    Paragraph,
    Signature,
    Signatures,
    text,
)
from selaras.lib.indonesia import long_date, number, rupiah_short
from selaras.masterplan.blocks.parts import cell, link, missing, table
from selaras.masterplan.queries import RoundData


def stages(data: RoundData) -> tuple[Block, ...]:
    if not data.stages:
        return missing(_("The round has no stages yet. Add them on the page of the round."))
    rows = [
        (
            position,
            stage.name,
            stage.description,
            long_date(stage.starts) if stage.starts else "–",
            _("done") if stage.completed else _("not done yet"),
        )
        for position, stage in enumerate(data.stages, start=1)
    ]
    header = (_("No."), _("Stage"), _("Description"), _("Begins"), _("State"))
    return (table(_("Stages of the round"), header, rows, widths=(0.6, 2.4, 4.5, 2, 1.4)),)


def parties(data: RoundData) -> tuple[Block, ...]:
    if not data.agencies:
        return missing(_("No units are entered yet. Import them under Organisation."))
    kinds: dict[str, list[str]] = {}
    for agency in data.agencies:
        kinds.setdefault(str(agency.get_kind_display()), []).append(agency.label)
    rows = [(kind, len(names), ", ".join(names)) for kind, names in kinds.items()]
    header = (_("Kind"), _("Number"), _("Units"))
    blocks: list[Block] = [
        table(
            _("Units taking part"), header, rows, widths=(2, 1, 6), align=("left", "right", "left")
        )
    ]
    if above := sorted({each.parent.label for each in data.agencies if each.parent}):
        words = _(
            "%(total)s in all. %(names)s is counted beside its own parts; without it: %(rest)s."
        ) % {
            "total": len(data.agencies),
            "names": ", ".join(above),
            "rest": len(data.agencies) - len(above),
        }
        blocks.append(Paragraph(text(words), "note"))
    if data.partners:
        partners = [(each.name, str(each.get_sector_display())) for each in data.partners]
        blocks.append(table(_("Partners"), (_("Partner"), _("Sector")), partners, widths=(4, 2)))
    return tuple(blocks)


def plan(data: RoundData) -> tuple[Block, ...]:
    if not data.plan_nodes:
        return missing(_("The RPJMD is not entered yet. Enter vision and missions under RPJMD."))
    assert data.round.plan is not None
    rows = [
        (
            node.get_kind_display(),
            node.code,
            link(data, data.round.plan, node.text),
            node.nomenclature_code,
        )
        for node in data.plan_nodes
    ]
    header = (_("Kind"), _("Number"), _("Text"), _("Code"))
    intro = Paragraph(text(f"{data.round.plan.name}. {data.round.plan.legal_basis}"))
    return (intro, table(data.round.plan.name, header, rows, widths=(1.5, 1, 6, 1.5)))


def figures(data: RoundData) -> tuple[Block, ...]:
    total = sum(row.amount for row in data.money)
    rows = (
        (_("Units asked / answered"), f"{len(data.responses)} / {len(data.answered)}"),
        (_("Information systems found"), number(len(data.systems))),
        (_("Issues, needs and ideas"), number(len(data.needs))),
        (_("Contributions of the FGD groups"), number(len(data.contributions))),
        (_("Programmes"), number(len(data.sheets))),
        (_("Quick wins"), number(len(data.quick_wins))),
        (_("Commitments of heads"), number(len(data.commitments))),
        (_("Indicative budget"), rupiah_short(total)),
    )
    return (Facts(tuple((name, text(value)) for name, value in rows)),)


def commitments(data: RoundData) -> tuple[Block, ...]:
    """One line per chosen programme, then the places to sign."""
    if not data.quick_wins:
        return missing(_("No quick win has been chosen yet. Choose them under Choice."))
    rows, signs = [], []
    for sheet in data.quick_wins:
        initiative = sheet.initiative
        found = data.commitments.get(initiative.pk)
        day = long_date(found.signed_on) if found else ""
        state = cell(day, "ok") if found else cell(_("waiting for the head"), "warn")
        rows.append(
            (
                initiative.code,
                link(data, initiative, initiative.title),
                initiative.owner.name,
                state,
            )
        )
        signs.append(
            Signature(
                place_date=day,
                office=found.signer_position
                if found
                else _("Head of %(unit)s") % {"unit": initiative.owner.name},
                name=found.signer_name if found else "",
                note=f"{initiative.code} {initiative.title}",
            )
        )
    header = (_("Code"), _("Programme"), _("Unit"), _("Committed on"))
    words = _(
        "We, the heads of the units named here, bind ourselves to carry out these programmes."
    )
    return (
        Paragraph(text(words), "lead"),
        table(_("Commitments"), header, rows, widths=(1.1, 4, 3, 1.8)),
        Heading(2, _("Signatures"), "tanda-tangan"),
        Signatures(tuple(signs)),
    )


def glossary(_data: RoundData) -> tuple[Block, ...]:
    rows = (
        ("APBD, APBN", _("Budget of the region, budget of the state")),
        ("CSR, KPBU", _("Corporate social responsibility, partnership of government and business")),
        ("DAK", _("Special allocation fund")),
        ("FGD", _("Focus group discussion")),
        ("RPJMD", _("Medium-term development plan of the region")),
        ("SKPD", _("Work unit of the regional government")),
        ("SPBE", _("Electronic-based government system (Perpres 95/2018)")),
        (_("Quick win"), _("A programme that is realised soon and felt directly by the public")),
    )
    return (Facts(tuple((str(name), text(value)) for name, value in rows)),)


def ledger(data: RoundData) -> tuple[Block, ...]:
    """On what state of the ledger the book rests, so that it can be checked later."""
    head = data.ledger
    if head is None:
        return missing(_("The ledger is empty."))
    words = _(
        "This book was built from data whose every change stands in a ledger. The numbers below"
        " name its state; with them anybody can check later that nothing was changed unseen."
    )
    facts = ((_("Entries"), text(number(head.size))), (_("Root"), text(head.root)))
    how = (text(_("Download the public ledger file."), href="/log/selaras-ledger.jsonl"),)
    return (Paragraph(text(words)), Facts(facts), ListBlock(how))

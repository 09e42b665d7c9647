"""What the ledger and the workbooks say of meetings."""

from django.utils.translation import gettext_lazy

from selaras.core.registry import (
    event_words,
)
from selaras.core.sheets import TEXTS

event_words.add_all(
    {
        "meetings.created": gettext_lazy("meeting entered"),
        "meetings.updated": gettext_lazy("meeting changed"),
        "meetings.contributed": gettext_lazy("group results written down"),
        "meetings.paper_list": gettext_lazy("paper attendance list taken in"),
    }
)
event_words.add_all(
    {
        "meetings.arrived": gettext_lazy("guest received"),
        "meetings.signed_at_door": gettext_lazy("signature added"),
        "meetings.arrival_corrected": gettext_lazy("arrival corrected"),
        "meetings.arrival_undone": gettext_lazy("arrival taken back"),
        "meetings.kiosk_opened": gettext_lazy("kiosk opened"),
        "meetings.kiosk_closed": gettext_lazy("kiosk closed"),
    }
)
event_words.add_all(
    {
        "meetings.joined": gettext_lazy("phone joined"),
        "meetings.left": gettext_lazy("phone handed over"),
        "meetings.removed": gettext_lazy("participant removed"),
        "meetings.readmitted": gettext_lazy("participant let in again"),
        "meetings.card": gettext_lazy("card written"),
        "meetings.supported": gettext_lazy("support given or taken back"),
        "meetings.comment": gettext_lazy("comment written"),
        "meetings.voted": gettext_lazy("dots given"),
        "meetings.phase": gettext_lazy("phase of a group set"),
        "meetings.merged": gettext_lazy("cards merged"),
        "meetings.unmerged": gettext_lazy("merging undone"),
        "meetings.edited": gettext_lazy("card edited"),
        "meetings.hidden": gettext_lazy("card taken off the wall"),
        "meetings.shown": gettext_lazy("card put back on the wall"),
        "meetings.moved": gettext_lazy("cards moved to another group"),
        "meetings.gathered": gettext_lazy("cards put under a heading"),
        "meetings.heading": gettext_lazy("headings changed"),
    }
)
event_words.add_all(
    {
        "meetings.decided": gettext_lazy("decision written down"),
        "meetings.decision_changed": gettext_lazy("decision changed"),
        "meetings.decision_removed": gettext_lazy("decision removed"),
        "meetings.action_done": gettext_lazy("action point done"),
        "meetings.action_reopened": gettext_lazy("action point not done after all"),
        "meetings.needs_made": gettext_lazy("needs made of contributions"),
        "meetings.report_drafted": gettext_lazy("report drafted"),
        "meetings.section_written": gettext_lazy("section of the minutes written"),
        "meetings.report_changed": gettext_lazy("number or date of the record changed"),
        "meetings.signature_asked": gettext_lazy("chair asked to sign"),
        "meetings.signed": gettext_lazy("record signed"),
        "meetings.correction_opened": gettext_lazy("correction opened"),
    }
)
TEXTS.update(
    {
        "unknown_card": gettext_lazy(
            "The row code “%(value)s” is not one of this meeting. Clear the cell if the row is new."
        ),
        "unknown_guest": gettext_lazy(
            "The row code “%(value)s” is nobody of this meeting. Clear the cell if the row is new."
        ),
        "no_unit": gettext_lazy("Choose the unit, or write the organisation."),
        "cut_number": gettext_lazy(
            "The spreadsheet has lost the last digits of “%(value)s”. Format the cell as text and"
            " write the NIP again."
        ),
        "not_time": gettext_lazy("“%(value)s” is not a time. Write it like 08.15."),
    }
)
event_words.add_all(
    {
        "meetings.state": gettext_lazy("state of the meeting changed"),
        "meetings.agenda_set": gettext_lazy("agenda set"),
        "meetings.groups_set": gettext_lazy("groups set"),
        "meetings.staff_set": gettext_lazy("facilitators and note takers named"),
        "meetings.copied": gettext_lazy("taken over from an earlier meeting"),
        "meetings.invited": gettext_lazy("people invited"),
        "meetings.invitation_changed": gettext_lazy("invitation changed"),
        "meetings.withdrawn": gettext_lazy("invitation withdrawn"),
        "meetings.restored": gettext_lazy("invitation stands again"),
        "meetings.allocated": gettext_lazy("invited people put into groups"),
        "meetings.letter_saved": gettext_lazy("letter written"),
        "meetings.mailing": gettext_lazy("e-mails to the invited started"),
        "meetings.reminded": gettext_lazy("invited people reminded"),
        "meetings.rejoined": gettext_lazy("phone joined again with the personal link"),
        "meetings.taken_back": gettext_lazy("card taken back by its author"),
        "meetings.answered": gettext_lazy("invitation answered"),
    }
)
event_words.add_all(
    {
        "meetings.publicity": gettext_lazy("what the public sees was changed"),
        "meetings.input_sent": gettext_lazy("a citizen wrote to the meeting"),
        "meetings.input_decided": gettext_lazy("a citizen's text was moderated"),
        "meetings.input_taken": gettext_lazy("a citizen's text was taken over for a group"),
    }
)

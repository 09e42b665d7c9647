import django_filters
import django_tables2
from django.utils.translation import gettext_lazy as _

from selaras.questionnaires.models import Questionnaire, Submission
from selaras.web.listing import SearchFilter
from selaras.web.tables import Table


class QuestionnaireTable(Table):
    empty_title = _("No questionnaire yet")
    empty_hint = _("Write one in Excel as an XLSForm, and publish it here.")
    title = django_tables2.Column(linkify=True)
    newest = django_tables2.Column(verbose_name=_("Version"))
    answers = django_tables2.Column(verbose_name=_("Answers"))

    class Meta(Table.Meta):
        model = Questionnaire
        fields = ("title", "form_id", "newest", "answers", "is_open", "for_phones")


class QuestionnaireFilter(django_filters.FilterSet):
    q = SearchFilter("title", "form_id", "description")

    class Meta:
        model = Questionnaire
        fields: tuple[str, ...] = ()


class AnswerTable(Table):
    """Current answers; who sent them, from where, and what the check says."""

    empty_title = _("No answers yet")
    empty_hint = _("They come from the web page and from phones.")
    created = django_tables2.Column(linkify=True, verbose_name=_("Received"))
    by = django_tables2.Column(verbose_name=_("Sent by"))
    version = django_tables2.Column(accessor="version__version", verbose_name=_("Version"))

    class Meta(Table.Meta):
        model = Submission
        fields = ("created", "by", "source", "version", "check_state", "late")


class AnswerFilter(django_filters.FilterSet):
    q = SearchFilter("by__name", "instance_id", "subject")
    check_state = django_filters.ChoiceFilter(choices=Submission.Check.choices, label=_("Check"))
    source = django_filters.ChoiceFilter(choices=Submission.Source.choices, label=_("Source"))

    class Meta:
        model = Submission
        fields: tuple[str, ...] = ()

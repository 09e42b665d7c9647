from django import forms
from django.utils.translation import gettext_lazy as _

from selaras.masterplan.models import Section
from selaras.web.widgets import ProseArea


class SectionForm(forms.ModelForm):
    class Meta:
        model = Section
        fields = ("title", "body")
        widgets = {"body": ProseArea({"rows": 16})}
        help_texts = {
            "body": _(
                "An empty line begins a paragraph. “- ” begins a list item, “## ” a heading."
                " **bold**, *italic*, [text](address)."
            )
        }


class NewSectionForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=[(1, _("chapter")), (2, _("section"))], initial=2
    )

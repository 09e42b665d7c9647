from django.db import migrations, models
from django.db.models import Exists, F, OuterRef


def keep_as_paper(apps, schema_editor):
    """Where no phone ever voted, what stands on the cards was written down from paper."""
    Ballot = apps.get_model("meetings", "Ballot")
    cards = apps.get_model("meetings", "Contribution").objects.filter(votes__gt=0)
    voted = Ballot.objects.filter(group=OuterRef("group"))
    cards.filter(~Exists(voted)).update(paper_votes=F("votes"))


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0008_publicity'),
    ]

    operations = [
        migrations.AddField(
            model_name='contribution',
            name='paper_votes',
            field=models.PositiveIntegerField(default=0, verbose_name='votes on paper'),
        ),
        migrations.RunPython(keep_as_paper, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='attendance',
            name='row_key',
        ),
    ]

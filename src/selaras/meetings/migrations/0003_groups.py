"""Meetings entered so far get their groups, and a join code each."""

import secrets

from django.db import migrations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def give_groups(apps, _editor):
    Meeting = apps.get_model("meetings", "Meeting")
    Group = apps.get_model("meetings", "Group")
    Dimension = apps.get_model("strategy", "Dimension")
    Meeting.objects.filter(kind="guidance").update(kind="guidance_1")
    for meeting in Meeting.objects.select_related("round"):
        meeting.join_code = "".join(secrets.choice(ALPHABET) for _number in range(6))
        meeting.save(update_fields=["join_code"])
        for dimension in Dimension.objects.filter(edition_id=meeting.round.edition_id):
            group = Group.objects.create(
                meeting=meeting,
                name=dimension.label,
                dimension=dimension,
                position=dimension.position,
            )
            meeting.contributions.filter(dimension=dimension).update(group=group)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_work")]
    operations = [migrations.RunPython(give_groups, migrations.RunPython.noop)]

"""The seat in the room belongs to the invitation: one ballot per personal link, arrived or not."""

import django.db.models.deletion
from django.db import migrations, models


def from_attendance(apps, schema_editor):
    for seat in apps.get_model("meetings", "Participant").objects.exclude(attendance=None):
        seat.invitation_id = seat.attendance.invitation_id
        seat.save(update_fields=["invitation"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_report_salt")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="invitation",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participant",
                to="meetings.invitation",
            ),
        ),
        migrations.RunPython(from_attendance, migrations.RunPython.noop),
        migrations.RemoveField(model_name="participant", name="attendance"),
    ]

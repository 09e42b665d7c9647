import secrets

from django.db import migrations, models

import selaras.meetings.models.report


def give_salts(apps, schema_editor):
    """Each draft its own; what is signed was signed without."""
    Report = apps.get_model("meetings", "Report")
    for pk in Report.objects.filter(state="draft").values_list("pk", flat=True):
        Report.objects.filter(pk=pk).update(salt=secrets.token_hex(16))


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="salt",
            field=models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.RunPython(give_salts, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="report",
            name="salt",
            field=models.CharField(default=selaras.meetings.models.report.new_salt, max_length=32),
        ),
    ]

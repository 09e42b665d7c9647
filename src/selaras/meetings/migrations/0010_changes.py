from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0009_paper_votes'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='agenda_revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='meeting',
            name='calendar_days',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='meeting',
            name='moved',
            field=models.DateTimeField(null=True),
        ),
    ]

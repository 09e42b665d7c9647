import django.db.models.deletion
import selaras.meetings.models.report
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0007_conclusions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('announced', models.DateTimeField(null=True, verbose_name='announced')),
                ('summary', models.DateTimeField(null=True, verbose_name='summary published')),
                ('minutes', models.BooleanField(default=False, verbose_name='minutes (notulen)')),
                ('record', models.BooleanField(default=False, verbose_name='record (berita acara)')),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='publication', to='meetings.meeting')),
            ],
        ),
        # The table is as new as this column: no row can share the default.
        migrations.AddField(
            model_name='publicinput',
            name='reference',
            field=models.CharField(default=selaras.meetings.models.report.new_reference, max_length=10, unique=True),
        ),
    ]

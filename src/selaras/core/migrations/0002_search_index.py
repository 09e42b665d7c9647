from django.db import migrations

from selaras.core.search import postgres, sqlite


def _run(editor, on_postgres, on_sqlite):
    for statement in on_postgres if editor.connection.vendor == "postgresql" else on_sqlite:
        editor.execute(statement)


def create(apps, editor):
    _run(editor, [postgres.CREATE], sqlite.CREATE)


def remove(apps, editor):
    _run(editor, [postgres.REMOVE], sqlite.REMOVE)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossier", "0001_initial")]

    operations = [
        # Answers of before have a name that a draft may bear; they lived ten minutes anyway.
        migrations.RunSQL(
            "DELETE FROM dossier_draft WHERE form LIKE 'antwoord-%'", migrations.RunSQL.noop
        ),
    ]

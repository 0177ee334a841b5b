from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0006_by_moment")]

    operations = [
        # None of these may refuse NULL: SQLite would make the table anew, which triggers name.
        migrations.AddField("person", "factors", models.CharField(max_length=64, null=True)),
        migrations.AddField("unlock", "confirmed", models.CharField(max_length=64, null=True)),
        migrations.AddField("unlock", "confirmed_at", models.BigIntegerField(null=True)),
        migrations.AddField("unlock", "confirmed_steady", models.FloatField(null=True)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_signed_end")]

    operations = [
        # What was counted before has other names now, and what was open locks at a start anyway.
        migrations.RunSQL("DELETE FROM access_attempt", migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM access_unlock", migrations.RunSQL.noop),
        migrations.AddField("attempt", "turn", models.FloatField(default=0)),
        migrations.AddField("unlock", "used_steady", models.FloatField(default=0)),
        migrations.AddField("unlock", "opened_at", models.BigIntegerField(default=0)),
        migrations.AddField("unlock", "opened_steady", models.FloatField(default=0)),
        migrations.AddField("unlock", "label", models.CharField(blank=True, max_length=40)),
    ]

"""The table of reports without a case, sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Create it."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealedReport",
            fields=[
                ("lookup", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("expires_at", models.BigIntegerField(db_index=True)),
            ],
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_proof"),
    ]

    operations = [
        migrations.AddField(
            model_name="zaak",
            name="term",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="zaak",
            name="term_round",
            field=models.PositiveIntegerField(null=True),
        ),
    ]

"""A column that stood in the first version of these tables for some and not for others.

Installations made before the second factor came have `access_unlock` without `passed`, although
the first migration, which was changed after it landed, says that it is there.
"""

from typing import Any

from django.db import migrations


def add_where_lacking(apps: Any, schema_editor: Any) -> None:
    """Add the column where it isn't."""
    unlock = apps.get_model("access", "Unlock")
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, unlock._meta.db_table)
    if "passed" not in {column.name for column in table}:
        field = unlock._meta.get_field("passed")
        # The column refuses NULL; no browser of that time gave a second factor.
        field.default = ""
        schema_editor.add_field(unlock, field)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [migrations.RunPython(add_where_lacking, migrations.RunPython.noop)]

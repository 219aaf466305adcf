"""Appointments that were left are looked for among those planned, whoever receives her."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0005_wall_of_rooms_and_calendar")]
    operations = [
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["starts_at", "id"],
                name="appointments_planned",
            ),
        ),
    ]

import uuid

from django.db import migrations, models

from entremise.access.wall import Protect, Sql

# The counters of the rate limits: a table of Django's database cache. It is read and written on
# a connection of its own, so that a request rolled back does not forget that it was tried.
COUNTERS = """
CREATE TABLE accounts_counter (
  cache_key varchar(255) NOT NULL PRIMARY KEY,
  value text NOT NULL,
  expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_counter_expires ON accounts_counter (expires);
"""

MINE = "user_id = (SELECT wall.user_id())"
# Forgotten drafts are swept by a job, which sees only those that are past their time.
SWEPT = "((SELECT wall.kind()) = 'job' AND saved_at < now() - interval '7 days')"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_role_of_the_wall")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_mark",
            field=models.CharField(
                blank=True,
                default="",
                max_length=16,
                verbose_name="marque des sessions en cours",
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="HeldForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("path", models.CharField(max_length=300, verbose_name="page")),
                (
                    "owner",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="empreinte du compte"
                    ),
                ),
                ("body_sealed", models.BinaryField(verbose_name="texte")),
                ("created_at", models.DateTimeField(verbose_name="gardé le")),
            ],
            options={"verbose_name": "envoi gardé"},
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("user_id", models.UUIDField(verbose_name="compte")),
                ("path", models.CharField(max_length=300, verbose_name="page")),
                ("body_sealed", models.BinaryField(verbose_name="texte")),
                ("saved_at", models.DateTimeField(verbose_name="enregistré le")),
            ],
            options={
                "verbose_name": "brouillon",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user_id", "path"), name="one_draft_per_page"
                    )
                ],
            },
        ),
        Protect(
            "accounts_draft",
            read=f"{MINE} OR {SWEPT}",
            insert=MINE,
            update=MINE,
            delete=f"{MINE} OR {SWEPT}",
        ),
        Sql(COUNTERS, "DROP TABLE accounts_counter"),
    ]

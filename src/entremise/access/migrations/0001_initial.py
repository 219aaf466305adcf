import uuid

from django.db import migrations, models

from entremise.access.wall import APP, PRUNER, SEARCH, STAT, Protect, Sql

CONTEXT = f"""
CREATE SCHEMA wall;
GRANT USAGE ON SCHEMA wall TO {APP}, {STAT}, {SEARCH};
GRANT CREATE ON SCHEMA wall TO {STAT}, {SEARCH};
CREATE SCHEMA wall_secret;
REVOKE ALL ON SCHEMA wall_secret FROM PUBLIC;
CREATE TABLE wall_secret.hmac_key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);

-- The parts of the signed context: kind, id, expiry, HMAC. No context, or a forged one, raises:
-- a query outside acting_as() must fail, not look like an empty table. The expiry is compared
-- with the start of the transaction, so it never cuts one that runs.
CREATE FUNCTION wall.context() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  raw text := current_setting('entremise.context', true);
  part text[];
  inner_pad bytea;
  outer_pad bytea;
  mac text;
BEGIN
  IF coalesce(raw, '') = '' THEN
    RAISE EXCEPTION 'entremise: nobody asks' USING ERRCODE = '42501';
  END IF;
  part := string_to_array(raw, '|');
  SELECT k.inner_pad, k.outer_pad INTO inner_pad, outer_pad FROM wall_secret.hmac_key k;
  mac := encode(sha256(outer_pad || sha256(inner_pad || convert_to(
    concat_ws('|', part[1], part[2], part[3]), 'UTF8'))), 'hex');
  IF array_length(part, 1) IS DISTINCT FROM 4 OR mac IS NULL OR mac IS DISTINCT FROM part[4] THEN
    RAISE EXCEPTION 'entremise: forged context' USING ERRCODE = '42501';
  END IF;
  IF part[3]::bigint < extract(epoch FROM now()) THEN
    RAISE EXCEPTION 'entremise: expired context' USING ERRCODE = '42501';
  END IF;
  RETURN part;
END $$;

CREATE FUNCTION wall.kind() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT (wall.context())[1] $$;

CREATE FUNCTION wall.user_id() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT (wall.context())[2]::uuid $$;

CREATE FUNCTION wall.journal_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_user = '{PRUNER}' AND OLD.at < now() - interval '12 months' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'entremise: the journal is only added to' USING ERRCODE = '42501';
END $$;
"""

TRIGGERS = f"""
CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON access_journalentry
  FOR EACH ROW EXECUTE FUNCTION wall.journal_is_insert_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON access_journalentry
  FOR EACH STATEMENT EXECUTE FUNCTION wall.journal_is_insert_only();
GRANT SELECT, DELETE ON access_journalentry TO {PRUNER};
CREATE POLICY pruner_select ON access_journalentry FOR SELECT TO {PRUNER}
  USING (at < now() - interval '12 months');
CREATE POLICY pruner_delete ON access_journalentry FOR DELETE TO {PRUNER}
  USING (at < now() - interval '12 months');
"""

MINE = "user_id = (SELECT wall.user_id())"


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        Sql(CONTEXT, "DROP SCHEMA wall CASCADE; DROP SCHEMA wall_secret CASCADE"),
        migrations.CreateModel(
            name="JournalEntry",
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("at", models.DateTimeField(verbose_name="date")),
                ("actor_kind", models.CharField(max_length=10, verbose_name="nature")),
                ("actor_id", models.UUIDField(verbose_name="compte")),
                ("employer_id", models.UUIDField(null=True, verbose_name="employeur")),
                (
                    "event",
                    models.CharField(max_length=40, verbose_name="événement"),
                ),
                ("case_id", models.UUIDField(null=True, verbose_name="situation")),
                ("subject_id", models.UUIDField(null=True, verbose_name="objet")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=40, verbose_name="code du motif"),
                ),
            ],
            options={
                "verbose_name": "ligne du journal",
                "indexes": [
                    models.Index(fields=["case_id", "at"], name="journal_of_case"),
                    models.Index(fields=["actor_id", "at"], name="journal_of_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user_id",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("user_id", models.UUIDField(verbose_name="compte")),
                ("key", models.UUIDField(verbose_name="clé")),
                (
                    "location",
                    models.CharField(blank=True, max_length=500, verbose_name="page"),
                ),
                ("created_at", models.DateTimeField(verbose_name="créé le")),
            ],
            options={"verbose_name": "envoi"},
        ),
        Protect(
            "access_journalentry",
            insert="actor_id = (SELECT wall.user_id()) AND actor_kind = (SELECT wall.kind())",
        ),
        Sql(TRIGGERS),
        Protect("access_submission", read=MINE, insert=MINE, update=MINE, delete=MINE),
    ]

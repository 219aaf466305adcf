from django.db import migrations

from entremise.access.wall import APP, Sql

# When somebody was away is nobody's business a year later; the job that forgets sees nothing else.
OLD = "((SELECT wall.kind()) = 'job' AND ends_at < now() - interval '365 days')"
FORGET = f"""
CREATE POLICY job_select ON organisation_absence FOR SELECT TO {APP} USING {OLD};
CREATE POLICY job_delete ON organisation_absence FOR DELETE TO {APP} USING {OLD};
"""
UNFORGET = """
DROP POLICY job_delete ON organisation_absence;
DROP POLICY job_select ON organisation_absence;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0011_wall_of_rooms_and_absences")]
    operations = [Sql(FORGET, UNFORGET)]

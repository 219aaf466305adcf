from django.db import migrations

from entremise.access.wall import Protect

# Public facts: whoever asks may read them, and only those who keep the directory may write it.
KEEPS = (
    "(SELECT wall.role()) IN ('worker', 'coordinator', 'admin')"
    " OR (SELECT wall.kind()) = 'command'"
)


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("accounts", "0002_role_of_the_wall")]
    operations = [
        Protect(table, read="true", insert=KEEPS, update=KEEPS, stat=True)
        for table in ("partners_partner", "partners_service")
    ]

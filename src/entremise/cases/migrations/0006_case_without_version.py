from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_readers")]
    # Only the texts of a case are edited by two people; they have a version each.
    operations = [migrations.RemoveField("case", "version")]

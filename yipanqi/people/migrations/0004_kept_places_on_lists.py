from django.db import migrations, models


def keep_places(apps, schema_editor):
    """People who are there already get the places that roster.keep gives to those who come."""
    from yipanqi.people.roster import branch, place

    employments = apps.get_model("people", "Employment").objects.filter(until_on__isnull=True)
    affiliations = apps.get_model("people", "Affiliation").objects.filter(until_on__isnull=True)
    apps.get_model("people", "Person").objects.update(roster=place(employments), belongs=branch(affiliations))


class Migration(migrations.Migration):
    dependencies = [("people", "0003_nobodys_sign_ins")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="roster",
            field=models.CharField(default="ZZZZZ", editable=False, max_length=140),
        ),
        migrations.AddField(
            model_name="person",
            name="belongs",
            field=models.CharField(blank=True, default="", editable=False, max_length=120),
            preserve_default=False,
        ),
        migrations.RunPython(keep_places, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["roster", "number"], name="person_roster"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["belongs"], name="person_belongs"),
        ),
    ]

from django.db import migrations, models


def keep_places(apps, schema_editor):
    """People who are there already get the places that roster.keep gives to those who come."""
    from yipanqi.people.roster import place

    Person, Employment = apps.get_model("people", "Person"), apps.get_model("people", "Employment")
    Person.objects.update(roster=place(Employment.objects.filter(until_on__isnull=True)))


class Migration(migrations.Migration):
    dependencies = [("people", "0003_nobodys_sign_ins")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="roster",
            field=models.CharField(default="ZZZZZ", editable=False, max_length=140),
        ),
        migrations.RunPython(keep_places, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["roster", "number"], name="person_roster"),
        ),
    ]

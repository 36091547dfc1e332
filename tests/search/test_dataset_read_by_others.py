"""The dataset checked by the standard's own reader: types, keys and references of every table."""

import zipfile

import frictionless
import pytest

from search.dataset import keeping
from tests.factories import CityActionFactory, EvidenceFactory, ImplementationFactory, RecommendationFactory

pytestmark = pytest.mark.django_db


def test_the_standards_own_reader_finds_nothing_wrong(settings, tmp_path) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "kept"}}
    settings.STORAGES = {**settings.STORAGES, "private": storage}
    record = RecommendationFactory(
        text="Two lines,\nand “quotes”",
        theme_slugs=["housing"],
        group_slugs=["children"],
        states=["NOR"],
        sdgs=["11", "16.3"],
    )
    word = ImplementationFactory(recommendation=record)
    EvidenceFactory(update=word.current)
    CityActionFactory(city=word.city, title_en="=1+1", serves=[record])
    with zipfile.ZipFile(keeping.make().file.path) as archive:
        archive.extractall(tmp_path / "unpacked")
    report = frictionless.validate(str(tmp_path / "unpacked" / "datapackage.json"), type="package")
    assert report.valid, [error.message for task in report.tasks for error in task.errors]
    assert len(report.tasks) == 19

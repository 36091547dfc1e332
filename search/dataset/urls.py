"""The dataset's address, without language."""

from django.urls import path

from search.dataset.views import dataset_zip

urlpatterns = [path("human-rights-cities.zip", dataset_zip, name="dataset_zip")]

"""Addresses of the OData interface: one service for each questionnaire."""

from django.urls import path

from selaras.questionnaires.views import odata

urlpatterns = [
    path("<path:form_id>.svc", odata.service, name="odata-service"),
    path("<path:form_id>.svc/", odata.service, name="odata-service-slash"),
    path("<path:form_id>.svc/$metadata", odata.description, name="odata-metadata"),
    path("<path:form_id>.svc/<path:resource>", odata.resource, name="odata-resource"),
]

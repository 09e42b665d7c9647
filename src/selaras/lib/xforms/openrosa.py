"""The XML documents of OpenRosa (docs.getodk.org/openrosa): lists, manifests and answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

LIST_NS = "http://openrosa.org/xforms/xformsList"
MANIFEST_NS = "http://openrosa.org/xforms/xformsManifest"
RESPONSE_NS = "http://openrosa.org/http/response"


@dataclass(frozen=True)
class ListedForm:
    form_id: str
    name: str
    version: str
    md5: str  # hexadecimal
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True)
class ListedFile:
    name: str
    md5: str
    download_url: str


def form_list(forms: Iterable[ListedForm]) -> bytes:
    root = Element("xforms", xmlns=LIST_NS)
    for form in forms:
        each = SubElement(root, "xform")
        SubElement(each, "formID").text = form.form_id
        SubElement(each, "name").text = form.name
        SubElement(each, "version").text = form.version
        SubElement(each, "hash").text = f"md5:{form.md5}"
        SubElement(each, "downloadUrl").text = form.download_url
        if form.manifest_url:
            SubElement(each, "manifestUrl").text = form.manifest_url
    return _document(root)


def manifest(files: Iterable[ListedFile]) -> bytes:
    root = Element("manifest", xmlns=MANIFEST_NS)
    for file in files:
        each = SubElement(root, "mediaFile")
        SubElement(each, "filename").text = file.name
        SubElement(each, "hash").text = f"md5:{file.md5}"
        SubElement(each, "downloadUrl").text = file.download_url
    return _document(root)


def response(message: str, *, nature: str = "submit_success") -> bytes:
    root = Element("OpenRosaResponse", xmlns=RESPONSE_NS)
    SubElement(root, "message", nature=nature).text = message
    return _document(root)


def _document(root: Element) -> bytes:
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body

from defusedxml.ElementTree import fromstring

from selaras.lib.xforms import openrosa


def test_documents_escape_what_they_hold() -> None:
    listed = openrosa.ListedForm("a&b", "<A>", "1", "ff", "http://x/?a=1&b=2")
    root = fromstring(openrosa.form_list([listed]))
    ns = {"l": openrosa.LIST_NS}
    assert root.findtext("l:xform/l:formID", namespaces=ns) == "a&b"
    assert root.findtext("l:xform/l:hash", namespaces=ns) == "md5:ff"
    assert root.find("l:xform/l:manifestUrl", ns) is None
    file = openrosa.ListedFile("a.csv", "ff", "http://x/")
    root = fromstring(openrosa.manifest([file]))
    assert (
        root.findtext(f"{{{openrosa.MANIFEST_NS}}}mediaFile/{{{openrosa.MANIFEST_NS}}}filename")
        == "a.csv"
    )
    root = fromstring(openrosa.response("Ya & tidak", nature="submit_error"))
    (message,) = root
    assert (message.text, message.get("nature")) == ("Ya & tidak", "submit_error")

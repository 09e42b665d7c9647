"""The register for others: the official list, a model of the architecture, publiccode.yml."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.core.preferences import preference
from selaras.strategy.models import Round
from selaras.systems.models import Interface, MetadataAttribute, System
from selaras.systems.queries.register import CODES, interfaces_of_round, systems_of_round
from selaras.systems.rules import archimate, publiccode
from selaras.systems.rules.attributes import OFFICIAL, OWN, Attribute
from selaras.systems.rules.text import data_names, parts

ENTITY = "04"
PLATFORM_NAMES = {"web": "Web", "mobile": "Mobile", "desktop": "Desktop", "cloud": "Cloud"}
LICENSE_NAMES = {"open_source": "Open Source", "proprietary": "Proprietary"}
# Weaknesses stay in the office's own list; what goes to other tools does not name them.
NOT_IN_MODEL = frozenset({"problem", "has_backup", "maintainers", "risk", "contact"})


def official_table(round: Round) -> tuple[list[str], list[list[Any]]]:
    """Header and rows: the 21 attributes in the order of the regulation, then the regency's own."""
    names = {
        each.number: each.name
        for each in MetadataAttribute.objects.filter(entity=ENTITY).order_by("edition__valid_from")
    }
    attributes = (*OFFICIAL, *OWN)
    header = [names.get(each.number, each.title) for each in attributes]
    rows = [
        [official_value(system, each) for each in attributes] for system in systems_of_round(round)
    ]
    return header, rows


def official_value(system: System, attribute: Attribute) -> Any:
    """A value in the regulation's words where it has some, else in the register's."""
    key = attribute.key
    if key == "register_id":
        return system.register_id or f"S{system.pk}"
    if key == "agency":
        return system.agency.name
    if key == "platform":
        words = dict(System.Platform.choices)
        return "; ".join(PLATFORM_NAMES.get(form, str(words[form])) for form in system.platforms)
    if key == "license_type":
        return LICENSE_NAMES.get(system.license_type, "")
    value = getattr(system, key)
    if attribute.kind == "code":
        return str(value) if value is not None else ""
    if attribute.kind == "choice":
        return str(getattr(system, f"get_{key}_display")())
    if attribute.kind == "yes_no":
        return "" if value is None else (_("yes") if value else _("no"))
    return "" if value is None else value


def architecture(round: Round) -> archimate.Model:
    """Systems, units, data and functions with what goes between them."""
    systems, interfaces = list(systems_of_round(round)), list(interfaces_of_round(round))
    made = _Model()
    for system in systems:
        made.add_system(system)
    for interface in interfaces:
        made.add_interface(interface)
    name = f"{preference('regency.name')}: {round.name}".strip(": ")
    day = timezone.localdate().isoformat()
    text = _("Information systems of %(name)s as of %(day)s.") % {"name": name, "day": day}
    return archimate.Model(
        f"id-round-{round.pk}",
        name,
        text,
        list(made.elements.values()),
        made.relations,
        made.folders(),
    )


class _Model:
    def __init__(self) -> None:
        self.elements: dict[str, archimate.Element] = {}
        self.relations: list[archimate.Relation] = []
        self.made: set[str] = set()

    def add_system(self, system: System) -> None:
        component = f"id-system-{system.pk}"
        properties = {
            each.title: str(official_value(system, each))
            for each in (*OFFICIAL, *OWN)
            if each.key not in ("name", "description", *NOT_IN_MODEL)
        }
        self._element(
            component, "ApplicationComponent", system.name, system.description, properties
        )
        unit = f"id-unit-{system.agency_id}"
        self._element(unit, "BusinessActor", system.agency.name)
        self._relation("Serving", component, unit)
        for name in CODES[:3]:
            code = getattr(system, name)
            if code is not None:
                function = f"id-code-{code.reference}-{code.code}"
                self._element(function, "ApplicationFunction", f"{code.reference} {code}")
                self._relation("Assignment", component, function)
        for access, texts in (
            ("ReadWrite", (system.data_held,)),
            ("Write", (system.data_input,)),
            ("Read", (system.data_output,)),
        ):
            for text in texts:
                for key, written in data_names(text).items():
                    thing = f"id-data-{'-'.join(key.split())}"
                    self._element(thing, "DataObject", written)
                    self._relation("Access", component, thing, access=access)

    def add_interface(self, interface: Interface) -> None:
        source = self._end(interface.source, interface.source_text)
        target = self._end(interface.target, interface.target_text)
        properties = {
            _("State"): str(interface.get_state_display()),
            _("Method"): str(interface.get_method_display()),
            _("Frequency"): str(interface.get_frequency_display()),
        }
        identifier = f"id-interface-{interface.pk}"
        self.relations.append(
            archimate.Relation(
                identifier, "Flow", source, target, interface.data, properties=properties
            )
        )

    def _end(self, system: System | None, text: str) -> str:
        if system is not None:
            return f"id-system-{system.pk}"
        known = {each.name: key for key, each in self.elements.items() if key.startswith("id-out-")}
        if text in known:
            return known[text]
        identifier = f"id-out-{len(known) + 1}"
        outside = {_("Outside the register"): _("yes")}
        self._element(identifier, "ApplicationComponent", text, properties=outside)
        return identifier

    def _element(
        self,
        identifier: str,
        kind: archimate.ElementType,
        name: str,
        documentation: str = "",
        properties: dict[str, str] | None = None,
    ) -> None:
        element = archimate.Element(identifier, kind, name, documentation, properties or {})
        self.elements.setdefault(identifier, element)

    def _relation(
        self, kind: archimate.RelationType, source: str, target: str, *, access: str = ""
    ) -> None:
        identifier = f"id-{kind.lower()}-{source[3:]}-{target[3:]}"
        if identifier not in self.made:
            self.made.add(identifier)
            relation = archimate.Relation(identifier, kind, source, target, access=access)
            self.relations.append(relation)

    def folders(self) -> dict[str, list[str]]:
        """The tree that a tool shows: one branch for each kind."""
        labels = {
            "ApplicationComponent": _("Information systems"),
            "BusinessActor": _("Units"),
            "ApplicationFunction": _("Reference codes"),
            "DataObject": _("Data"),
        }
        found: dict[str, list[str]] = {}
        for identifier, element in self.elements.items():
            found.setdefault(labels[element.type], []).append(identifier)
        return found


def software_of(system: System) -> publiccode.Software:
    """What publiccode.yml is made of."""
    owner = f"{system.agency.name}, {preference('regency.name')}".strip(", ")
    return publiccode.Software(
        name=system.name,
        repository=system.repository,
        licence=system.licence,
        owner=owner,
        status=system.status,
        platforms=system.platforms,
        function=system.function,
        description=system.description,
        purpose=system.purpose,
        features=_features(system),
        landing=system.address,
        contact=system.contact,
        contractor=system.developer_unit if system.builder == System.Builder.VENDOR else "",
        contract_until=system.contract_until,
        database=system.database,
        used_by=[str(preference("regency.name"))] if system.status == System.Status.IN_USE else [],
    )


def _features(system: System) -> Sequence[str]:
    return list(_first(parts(system.services) or parts(system.purpose), 20))


def _first(texts: Sequence[str], count: int) -> Iterator[str]:
    for text in texts[:count]:
        yield text[:100]

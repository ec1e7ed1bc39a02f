"""catalog.ttl and catalog.jsonld: the edition as DCAT-AP-NO 3, the Norwegian form of the European catalogue standard.

https://data.norge.no/specification/dcat-ap-no
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from bosetting.publication.metadata.dataset import Dataset, File

_EU = "http://publications.europa.eu/resource/authority/"
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_ADMS = Namespace("http://www.w3.org/ns/adms#")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_DCATAP = Namespace("http://data.europa.eu/r5r/")
_LANGUAGES = {"nb": "NOB", "nn": "NNO", "en": "ENG"}
LICENCE = URIRef(f"{_EU}licence/CC_BY_4_0")
NORWAY = URIRef(f"{_EU}country/NOR")
_THEMES = (URIRef(f"{_EU}data-theme/SOCI"), URIRef(f"{_EU}data-theme/GOVE"))
_IANA = "https://www.iana.org/assignments/media-types/"
Triple = tuple[URIRef, URIRef, Node]


def catalog_files(described: Dataset) -> dict[str, bytes]:
    """Both forms by file name; the bytes follow from the description alone."""
    graph = catalog(described)
    text = graph.serialize(format="turtle", encoding="utf-8")
    expanded = json.loads(graph.serialize(format="json-ld", auto_compact=True))
    lines = json.dumps(_ordered(expanded), ensure_ascii=False, indent=1)
    return {"catalog.ttl": text, "catalog.jsonld": f"{lines}\n".encode()}


def catalog(described: Dataset) -> Graph:
    """The catalogue with its one dataset; every node has a name, so that nothing is numbered by chance."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (
        ("adms", _ADMS),
        ("dcat", DCAT),
        ("dcatap", _DCATAP),
        ("dct", DCTERMS),
        ("foaf", FOAF),
        ("prov", PROV),
        ("spdx", _SPDX),
        ("vcard", _VCARD),
        ("xsd", XSD),
    ):
        graph.bind(prefix, namespace)
    for part in (_catalog, _dataset, _people, _around):
        for triple in part(described):
            graph.add(triple)
    for file in described.files:
        for triple in _distribution(described, file):
            graph.add(triple)
    return graph


def _at(described: Dataset, address: str) -> URIRef:
    """An address beside the catalogue; relative where the publisher gives no address."""
    return URIRef(address if described.base is None else f"{described.base}data/{address}")


def _catalog(described: Dataset) -> Iterator[Triple]:
    own = _at(described, "#catalog")
    yield own, RDF.type, DCAT.Catalog
    yield own, DCAT.dataset, _at(described, "#dataset")
    yield own, DCAT.themeTaxonomy, URIRef(f"{_EU}data-theme")
    yield own, DCTERMS.license, LICENCE
    yield own, FOAF.homepage, _at(described, "../index.html")
    yield from _common(described, own)


def _dataset(described: Dataset) -> Iterator[Triple]:
    own = _at(described, "#dataset")
    yield own, RDF.type, DCAT.Dataset
    yield own, DCTERMS.identifier, Literal(described.identifier)
    for theme in _THEMES:
        yield own, DCAT.theme, theme
    yield own, DCTERMS.accessRights, URIRef(f"{_EU}access-right/PUBLIC")
    yield own, DCTERMS.accrualPeriodicity, URIRef(f"{_EU}frequency/ANNUAL")
    yield own, DCTERMS.temporal, _at(described, "#period")
    yield own, URIRef(f"{DCAT}version"), Literal(described.as_of.isoformat())
    yield own, DCAT.landingPage, _at(described, "../index.html")
    yield own, PROV.wasGeneratedBy, _at(described, "#computation")
    for language, words in described.keywords.items():
        for word in words:
            yield own, DCAT.keyword, Literal(word, lang=language)
    for _, address in described.sources:
        yield own, DCTERMS.source, URIRef(address)
    for file in described.files:
        yield own, DCAT.distribution, _at(described, f"#{file.name}")
    yield from _common(described, own)


def _common(described: Dataset, own: URIRef) -> Iterator[Triple]:
    """What catalogue and dataset say alike."""
    for language, title in described.titles.items():
        yield own, DCTERMS.title, Literal(title, lang=language)
        yield own, DCTERMS.description, Literal(described.descriptions[language], lang=language)
        yield own, DCTERMS.language, URIRef(f"{_EU}language/{_LANGUAGES.get(language, 'MUL')}")
    yield own, DCTERMS.publisher, _at(described, "#publisher")
    yield own, DCAT.contactPoint, _at(described, "#contact")
    yield own, DCTERMS.spatial, NORWAY
    made = Literal(described.publisher.made.isoformat(), datatype=XSD.date)
    if described.published is not None:
        yield own, DCTERMS.issued, Literal(described.published.isoformat(), datatype=XSD.date)
    yield own, DCTERMS.modified, made


def _people(described: Dataset) -> Iterator[Triple]:
    publisher = described.publisher
    own, contact = _at(described, "#publisher"), _at(described, "#contact")
    yield own, RDF.type, FOAF.Agent
    yield own, FOAF.name, Literal(publisher.name)
    yield own, DCTERMS.identifier, Literal(publisher.address or publisher.name)
    yield contact, RDF.type, _VCARD.Organization
    yield contact, _VCARD.fn, Literal(publisher.name)
    if publisher.email is not None:
        yield contact, _VCARD.hasEmail, URIRef(f"mailto:{publisher.email}")
    elif publisher.address is not None:
        yield contact, _VCARD.hasURL, URIRef(publisher.address)
    if publisher.contact is not None and publisher.email is None:
        yield contact, _VCARD.note, Literal(publisher.contact)


def _around(described: Dataset) -> Iterator[Triple]:
    """The period, and the computation that made the numbers."""
    period, computation, software = (
        _at(described, name) for name in ("#period", "#computation", "#software")
    )
    first, last = described.period
    yield period, RDF.type, DCTERMS.PeriodOfTime
    yield period, DCAT.startDate, Literal(first, datatype=XSD.date)
    yield period, DCAT.endDate, Literal(last, datatype=XSD.date)
    yield computation, RDF.type, PROV.Activity
    yield computation, PROV.wasAssociatedWith, software
    yield software, RDF.type, PROV.SoftwareAgent
    yield software, FOAF.name, Literal(f"bosetting {described.software}")


def _distribution(described: Dataset, file: File) -> Iterator[Triple]:
    own, checksum = _at(described, f"#{file.name}"), _at(described, f"#sha256-of-{file.name}")
    yield own, RDF.type, DCAT.Distribution
    yield own, DCTERMS.title, Literal(file.name)
    yield own, DCTERMS.description, Literal(file.title, lang="en")
    yield own, DCAT.accessURL, _at(described, "../index.html")
    yield own, DCAT.downloadURL, _at(described, file.name)
    yield own, DCTERMS.license, LICENCE
    yield own, DCTERMS["format"], URIRef(f"{_EU}file-type/{file.kind.upper()}")
    yield own, DCAT.mediaType, URIRef(f"{_IANA}{file.media_type}")
    yield own, DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)
    yield own, _DCATAP.availability, URIRef(f"{_EU}planned-availability/STABLE")
    status = "DEVELOP" if described.published is None else "COMPLETED"
    yield own, _ADMS.status, URIRef(f"{_EU}distribution-status/{status}")
    yield own, _SPDX.checksum, checksum
    yield checksum, RDF.type, _SPDX.Checksum
    yield checksum, _SPDX.algorithm, _SPDX.checksumAlgorithm_sha256
    yield checksum, _SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)


def _ordered(value: Any) -> Any:
    """The same JSON-LD with keys and the members of its sets in one order."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value

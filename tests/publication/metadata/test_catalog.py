"""Metadata of one edition in all its forms: complete by each standard's list, and saying the same."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from edition import request_tables
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, BNode, Graph, Namespace, URIRef
from smallyear import SmallYear, small_year

from bosetting.compute import compute
from bosetting.inputs.publisher import RECORD
from bosetting.publication.metadata.algorithm import algorithm_bytes, missing
from bosetting.publication.metadata.dataset import Dataset, dataset
from bosetting.publication.metadata.dcat import catalog_files
from bosetting.publication.metadata.ro_crate import ro_crate_bytes
from bosetting.publication.metadata.schema_org import schema_org
from bosetting.publication.open_data.describe import package_bytes
from bosetting.report.output.page import Page, render_page

ROOT = Path(__file__).parents[3]
PUBLISHED = date(2040, 1, 2)
"""Later than any day on which an edition of the tests was made."""
HOSTILE = '</script><b>"&\u2028'
DCATAP = Namespace("http://data.europa.eu/r5r/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
OBLIGATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.theme),
    DCAT.Distribution: (DCAT.accessURL,),
    FOAF.Agent: (FOAF.name,),
}
"""Of DCAT-AP-NO 3."""
RECOMMENDED = {
    DCAT.Catalog: (
        DCAT.dataset,
        DCTERMS.spatial,
        DCTERMS.modified,
        FOAF.homepage,
        DCTERMS.license,
        DCTERMS.language,
        DCAT.themeTaxonomy,
    ),
    DCAT.Dataset: (
        PROV.wasGeneratedBy,
        DCAT.distribution,
        DCTERMS.spatial,
        DCAT.keyword,
        DCTERMS.temporal,
        DCTERMS.accessRights,
    ),
    DCAT.Distribution: (
        DCTERMS.description,
        DCTERMS["format"],
        DCTERMS.license,
        DCATAP.availability,
        ADMS.status,
    ),
    FOAF.Agent: (DCTERMS.identifier,),
}
"""Likewise, but for what only the publisher knows: the law that applies, concepts, and the kind of agent."""


def described(root: Path, *languages: str, year: int = 2018) -> Dataset:
    computation = compute(year, None, root)
    files = request_tables(computation)
    package = package_bytes(files, computation)
    everything = {**files, "datapackage.json": package}
    return dataset(computation, everything, json.loads(package), languages or ("nb", "nn", "en"))


def addressed(year: SmallYear) -> None:
    year.rules["publisher"] |= {
        "address": "https://example.no/request/",
        "email": "post@example.no",
        "record": {"team": "A team"},
        "published": {"november": PUBLISHED},
    }


@pytest.fixture(params=[None, addressed])
def found(request, tmp_path: Path) -> Dataset:
    return described(small_year(*([] if request.param is None else [request.param])).write(tmp_path))


def graphs(one: Dataset) -> list[Graph]:
    files, base = catalog_files(one), "https://base.example/2018/november/data/catalog"
    return [
        Graph().parse(data=files["catalog.ttl"], format="turtle", publicID=base),
        Graph().parse(data=files["catalog.jsonld"], format="json-ld", base=base),
    ]


@pytest.mark.parametrize("lists", [OBLIGATORY, RECOMMENDED])
def test_every_property_of_dcat_ap_no_is_there(found: Dataset, lists) -> None:
    for graph in graphs(found):
        for kind, properties in lists.items():
            nodes = list(graph.subjects(RDF.type, kind))
            assert nodes, kind
            assert [
                (node, one)
                for node in nodes
                for one in properties
                if graph.value(node, one, any=True) is None
            ] == []


def test_both_forms_are_the_same_graph_without_nameless_nodes(found: Dataset) -> None:
    turtle, jsonld = graphs(found)
    assert set(turtle) == set(jsonld)
    assert not any(isinstance(node, BNode) for triple in turtle for node in triple)
    own = list(turtle.objects(None, DCAT.downloadURL))
    assert len(own) == len(found.files)
    start = found.base or "https://base.example/2018/november/"
    assert all(str(node).startswith(f"{start}data/") for node in own)
    assert all(turtle.value(node, RDF.type) for node in turtle.objects(None, DCTERMS.publisher))


def test_every_form_says_the_same(found: Dataset, tmp_path: Path) -> None:
    turtle, _ = graphs(found)
    page = schema_org(found, "nn", "../")
    crate = json.loads(ro_crate_bytes(found, tmp_path))
    root = next(entity for entity in crate["@graph"] if entity["@id"] == "./")
    record = json.loads(algorithm_bytes(found))
    (node,) = turtle.subjects(RDF.type, DCAT.Dataset)
    assert {
        page["identifier"],
        root["identifier"],
        record["identifier"],
        str(turtle.value(node, DCTERMS.identifier)),
    } == {found.identifier}
    made = str(turtle.value(node, DCTERMS.modified))
    assert {page["dateCreated"], root["dateCreated"], record["date_completed"], made} == {
        found.publisher.made.isoformat()
    }
    titles = {title.language: str(title) for title in turtle.objects(node, DCTERMS.title)}
    assert (titles["nn"], titles["nb"]) == (page["name"], root["name"])
    assert [one["sha256"] for one in page["distribution"]] == [file.sha256 for file in found.files]


def test_only_a_published_edition_has_a_day_of_publication_and_a_draft_says_what_it_is(
    found: Dataset, tmp_path: Path
) -> None:
    page = schema_org(found, "nb", "../")
    root = next(e for e in json.loads(ro_crate_bytes(found, tmp_path))["@graph"] if e["@id"] == "./")
    draft = found.published is None
    days = {str(day) for graph in graphs(found) for day in graph.objects(None, DCTERMS.issued)}
    said = {str(status).rpartition("/")[2] for status in graphs(found)[0].objects(None, ADMS.status)}
    assert found.published in (None, PUBLISHED)
    assert days == (set() if draft else {PUBLISHED.isoformat()})
    assert page.get("datePublished") == (None if draft else PUBLISHED.isoformat())
    # RO-Crate 1.1 must have a day.
    assert root["datePublished"] == (found.publisher.made if draft else PUBLISHED).isoformat()
    assert said == {"DEVELOP" if draft else "COMPLETED"}
    assert page["creativeWorkStatus"] == root["creativeWorkStatus"] == ("Draft" if draft else "Published")


def record_of(one: Dataset) -> dict[str, str]:
    return {field["name"]: field["text"] or "" for field in json.loads(algorithm_bytes(one))["fields"]}


def test_the_record_says_what_the_edition_did() -> None:
    """Of 2018, counties first and several criteria; of 2026, one of each; both computed afterwards."""
    first, directly = described(ROOT), described(ROOT, year=2026)
    assert "first among the counties and then within each" in record_of(first)["Detailed description"]
    assert "first among" not in record_of(directly)["Detailed description"]
    assert "directly among the municipalities" in record_of(directly)["Detailed description"]
    assert "figures for the other criteria" in record_of(first)["Model input"]
    assert "other criteria" not in record_of(directly)["Model input"]
    assert "unaccompanied minors" in record_of(first)["Model output"]
    assert "minors" not in record_of(directly)["Model output"]
    for record in (record_of(first), record_of(directly)):
        assert "used to propose" not in record["Description"]
        assert "data/backtest.csv" in record["Model performance"]
        assert not any("{" in text for text in record.values())


def test_the_record_of_an_issuer_with_nothing_to_compare_with_says_so() -> None:
    one = described(ROOT, year=2026)
    variants = {**one.variants, "purpose": "issuer", "comparison": "none"}
    record = record_of(replace(one, variants=variants))
    assert "It is used to propose the request" in record["Description"]
    assert "backtest" not in record["Model performance"]


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    root = small_year().write(tmp_path)
    program = (
        "import sys; from pathlib import Path\nfrom test_catalog import described, catalog_files\n"
        "[sys.stdout.buffer.write(x) for x in catalog_files(described(Path(sys.argv[1]))).values()]"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", program, str(root)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert written == {b"".join(catalog_files(described(root)).values())}


def test_the_crate_names_every_file_and_the_run_that_made_it(found: Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    for name in ("index.html", "data/requests.csv", "inputs/rules.toml", "ro-crate-metadata.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    graph = {entity["@id"]: entity for entity in json.loads(ro_crate_bytes(found, folder))["@graph"]}
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    parts = [part["@id"] for part in graph["./"]["hasPart"]]
    assert parts == ["data/requests.csv", "index.html", "inputs/rules.toml", "manifest.json"]
    assert {graph[part]["@type"] for part in parts} == {"File"}
    run = graph[graph["./"]["mentions"]["@id"]]
    assert run["@type"] == "CreateAction"
    assert run["object"] == [{"@id": "inputs/rules.toml"}]
    assert run["result"] == [{"@id": "data/requests.csv"}, {"@id": "index.html"}]
    assert graph[run["instrument"]["@id"]]["softwareVersion"]
    assert date.fromisoformat(run["endTime"]) == found.publisher.made


def test_the_record_names_what_only_the_publisher_knows(tmp_path: Path) -> None:
    bare = described(small_year().write(tmp_path / "bare"))
    record = json.loads(algorithm_bytes(bare))
    asked = {field["name"] for field in record["fields"] if field["text"] is None}
    assert record["missing"] == [field["name"] for field in record["fields"] if field["text"] is None]
    assert missing(bare.publisher) == ["address", "email", *(f"record.{key}" for key in RECORD)]
    assert len(asked) == len(RECORD) + 2
    given = described(small_year(addressed).write(tmp_path / "given"))
    assert missing(given.publisher) == [f"record.{key}" for key in RECORD if key != "team"]
    text = {field["name"]: field["text"] for field in json.loads(algorithm_bytes(given))["fields"]}
    assert (text["Team"], text["Contact email"]) == ("A team", "post@example.no")
    assert text["Website URL"].startswith("https://example.no/request/2018/")


def test_what_stands_in_the_page_is_inert(tmp_path: Path) -> None:
    def hostile(year: SmallYear) -> None:
        year.rules["publisher"]["name"] = HOSTILE.rstrip("\u2028")

    one = described(small_year(hostile).write(tmp_path))
    html = render_page(
        Page("T", "nb", "<p>x</p>", description=HOSTILE, dataset=schema_org(one, "nb", "") | {"x": HOSTILE})
    )
    start = html.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    inside = html[start : html.index("</script>", start)]
    assert json.loads(inside)["publisher"]["name"] == HOSTILE.rstrip("\u2028")
    assert json.loads(inside)["x"] == HOSTILE
    assert not set("<>&\u2028") & set(inside)
    assert "<b>" not in html
    assert '<meta property="og:locale" content="nb_NO">' in html


def test_addresses_are_those_of_the_publisher_or_relative(tmp_path: Path) -> None:
    bare = described(small_year().write(tmp_path / "bare"))
    given = described(small_year(addressed).write(tmp_path / "given"))
    assert schema_org(bare, "nn", "../")["distribution"][0]["contentUrl"] == "../data/counties.csv"
    assert "url" not in schema_org(bare, "nn", "../")
    where = schema_org(given, "nn", "../")["distribution"][0]["contentUrl"]
    assert where == f"https://example.no/request/2018/{given.edition}/data/counties.csv"
    assert URIRef(f"{given.base}data/#dataset") in set(graphs(given)[0].subjects())

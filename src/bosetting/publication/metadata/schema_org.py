"""The edition as a Dataset of schema.org, for search engines: JSON-LD that stands in the page and loads nothing."""

from __future__ import annotations

from typing import Any

from bosetting.publication.metadata.dataset import Dataset

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def schema_org(described: Dataset, language: str, up: str) -> dict[str, Any]:
    """The Dataset.

    Args:
        described: the edition.
        language: of the page.
        up: the way from the page to the edition's folder, for addresses where the publisher gives none.
    """
    base = described.base or up
    publisher: dict[str, str] = {"@type": "Organization", "name": described.publisher.name}
    if described.publisher.address is not None:
        publisher["url"] = described.publisher.address
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "identifier": described.identifier,
        "name": described.titles[language],
        "description": described.descriptions[language],
        "keywords": list(described.keywords[language]),
        "inLanguage": language,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "publisher": publisher,
        "creator": publisher,
        "dateCreated": described.publisher.made.isoformat(),
        "creativeWorkStatus": described.status,
        "version": described.as_of.isoformat(),
        "temporalCoverage": "/".join(described.period),
        "spatialCoverage": {"@type": "Country", "name": "Norway"},
        "isBasedOn": [address for _, address in described.sources],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": f"{base}data/{file.name}",
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in described.files
        ],
    }
    if described.published is not None:
        found["datePublished"] = described.published.isoformat()
    if described.base is not None:
        found["url"] = described.base
    return found

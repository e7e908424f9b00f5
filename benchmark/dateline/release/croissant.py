"""Croissant: a release described for machines, with what is owed on responsible use.

The format is mlcommons.org/croissant/1.0, with the fields of its vocabulary for
responsible AI (RAI 1.0). Files stand beside it, so their addresses are relative. Fields are
as in the Parquet files; mlcroissant 1.1 validates all of it and reads the flat record set,
`ner`: of lists in lists of objects it reads none, and `datasets` is the way to load those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from datasets import ClassLabel, List, Value

from dateline.release.card import HONESTY
from dateline.release.features import CONFIGS, Config
from dateline.release.licence import ATTRIBUTION, LICENCE_URL

__all__ = ["CROISSANT", "croissant_text"]

CROISSANT = "croissant.json"

Json = dict[str, Any]

FORMATS = {
    ".parquet": "application/x-parquet",
    ".md": "text/markdown",
    ".json": "application/json",
    "": "text/plain",
}
TYPES = {"string": "sc:Text", "int64": "sc:Integer"}
TERMS = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject",
    "fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField",
    "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
    "separator", "source", "subField", "transform",
)  # fmt: skip

RESPONSIBLE = {
    "dataCollection": "No text was collected. A language model wrote each article to a plan of "
    "desks and styles, about invented people and organisations.",
    "dataCollectionType": ["Synthetic data"],
    "dataCollectionRawData": "The articles; pages as a syndicator would show them stand beside "
    "them in the repository.",
    "dataPreprocessingProtocol": ["Unicode NFC, line ends as \\n; nothing was filtered."],
    "dataAnnotationProtocol": HONESTY.replace("\n", " ") + " Two passes, each blind to the other, "
    "followed the same written guidelines (annotation/GUIDELINES.md); a third reading settled "
    "where they differ.",
    "dataAnnotationPlatform": ["Label Studio, open-source edition"],
    "dataAnnotationAnalysis": ["Agreement between the two passes, in DATASHEET.md: consistency of "
                               "a model, not agreement of people."],
    "annotationsPerItem": "2, and an adjudication",
    "annotatorDemographics": ["None: the annotator is a language model."],
    "machineAnnotationTools": ["A language model, as writer, annotator and adjudicator."],
    "dataUseCases": ["Testing systems and evaluators for entities, coreference, dates, quotes "
                     "with speakers, and events in news.",
                     "Not for claims about real news, about human agreement, or about people."],
    "dataLimitations": ["Scores do not estimate scores on real news.",
                        "Frequencies say nothing about news at large.",
                        "Both passes can be wrong in the same place."],
    "dataBiases": ["What the model finds natural is overrepresented in text and labels; systems "
                   "related to it may share its habits and score too well."],
    "dataSocialImpact": "The articles read like news and are invented: shown without saying so, "
    "they mislead.",
    "personalSensitiveInformation": ["None intended: the people are invented, and any likeness "
                                     "of a name is chance."],
    "dataReleaseMaintenancePlan": "Releases never change. Corrections of gold make the next patch "
    "release, and CHANGES.md lists them; documents never change their split.",
}  # fmt: skip


def croissant_text(version: str, files: Mapping[str, str], canary: str) -> str:
    """The description of a release, as JSON-LD.

    Args:
        version: of the release.
        files: SHA-256 of every file beside it, by path; not of the manifest, which
            has this file's.
        canary: the string that tells that a model was trained on this data.
    """
    described = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.0",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": "Dateline",
        "description": f"{HONESTY} Canary: {canary}".replace("\n", " "),
        "version": version,
        "license": LICENCE_URL,
        "url": f"urn:dateline:release:{version}",
        "inLanguage": "en",
        "keywords": ["news", "named entities", "coreference", "quotations", "events", canary],
        "creator": {"@type": "sc:Organization", "name": ATTRIBUTION},
        "citeAs": f"@misc{{dateline, title={{Dateline {version}}}, author={{{{{ATTRIBUTION}}}}}}}",
        "isLiveDataset": False,
        "distribution": [*_files(files), *map(_set, CONFIGS)],
        "recordSet": [_records(config) for config in CONFIGS],
        **{f"rai:{name}": value for name, value in RESPONSIBLE.items()},
    }
    return msgspec.json.format(msgspec.json.encode(described), indent=1).decode() + "\n"


def _context() -> Json:
    """The names that the format prescribes; mlcroissant compares them."""
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "dct": "http://purl.org/dc/terms/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        **{term: f"cr:{term}" for term in TERMS},
        "examples": {"@id": "cr:examples", "@type": "@json"},
    }


def _files(files: Mapping[str, str]) -> Iterator[Json]:
    for name, digest in sorted(files.items()):
        ending = name[name.rfind(".") :] if "." in name else ""
        yield {
            "@type": "cr:FileObject",
            "@id": name,
            "name": name,
            "contentUrl": name,
            "encodingFormat": FORMATS[ending],
            "sha256": digest,
        }


def _set(config: Config) -> Json:
    """The files of a config: one a split."""
    return {
        "@type": "cr:FileSet",
        "@id": f"{config.name}-files",
        "name": f"{config.name}-files",
        "encodingFormat": FORMATS[".parquet"],
        "includes": f"{config.name}/*.parquet",
    }


def _records(config: Config) -> Json:
    features = config.features()
    return {
        "@type": "cr:RecordSet",
        "@id": config.name,
        "name": config.name,
        "description": f"A row is {config.gloss}.",
        "field": [
            _field(f"{config.name}/{name}", feature, config, name, "")
            for name, feature in features.items()
        ],
    }


def _field(path: str, feature: object, config: Config, column: str, inside: str) -> Json:
    """A field: a column, or what stands at a place inside a column."""
    repeated = isinstance(feature, List)
    while isinstance(feature, List):
        feature = feature.feature
    field: Json = {"@type": "cr:Field", "@id": path, "name": path}
    if repeated:
        field["repeated"] = True
    if isinstance(feature, dict):
        below = [
            _field(f"{path}/{name}", one, config, column, f"{inside}.{name}" if inside else name)
            for name, one in feature.items()
        ]
        return field | {"subField": below}
    extract: Json = {"extract": {"column": column}}
    if inside:
        extract["transform"] = {"jsonPath": inside}
    return (
        field | _typed(feature) | {"source": {"fileSet": {"@id": f"{config.name}-files"}} | extract}
    )


def _typed(feature: object) -> Json:
    if isinstance(feature, ClassLabel):
        return {"dataType": "sc:Integer", "description": f"By number: {', '.join(feature.names)}"}
    assert isinstance(feature, Value), feature
    return {"dataType": TYPES[feature.dtype]}

"""A release put on a hub of datasets, whole, under a tag of its version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalTokenNotFoundError

from dateline.problems import InvalidInput, Problem
from dateline.release.build import verify_release
from dateline.release.load import find_release
from dateline.terminal import stage

__all__ = ["publish"]

KIND = "dataset"
EVERYTHING = "*"
REFUSED = (401, 403)


def publish(version: str, repo: str, *, root: Path | None = None) -> str:
    """Make a repository of the hub hold a release and nothing else; returns the tag's address.

    The hub is the one in `HF_ENDPOINT`, the token that in `HF_TOKEN` or of an earlier login.
    All files go in one commit, and the tag `v<version>` comes last: a publication that was
    cut off has no tag, and a second run completes it.

    Args:
        version: of the release.
        repo: owner and name of the repository, which is made if it is not there.
        root: the folder of releases.

    Raises:
        InvalidInput: the release is not as it was built, is published already, or the hub
            does not answer or refuses.
    """
    path = find_release(version, root)
    verify_release(path)
    tag = f"v{version}"
    api = HfApi()
    with _reported(api.endpoint):
        stage(f"publishing {path.name} to {api.endpoint}/datasets/{repo}")
        api.create_repo(repo, repo_type=KIND, exist_ok=True)
        _require_new(api, repo, tag)
        api.upload_folder(
            repo_id=repo, repo_type=KIND, folder_path=path, delete_patterns=EVERYTHING,
            commit_message=f"Release {version}",
        )  # fmt: skip
        api.create_tag(repo, repo_type=KIND, tag=tag)
    return f"{api.endpoint}/datasets/{repo}/tree/{tag}"


def _require_new(api: HfApi, repo: str, tag: str) -> None:
    """What was published once is cited: it never becomes something else."""
    tags = {one.name for one in api.list_repo_refs(repo, repo_type=KIND).tags}
    if tag in tags:
        remedy = "build a new version: what is published does not change"
        raise InvalidInput([Problem(rule="publish.present", remedy=remedy, value=f"{repo} {tag}")])


@contextmanager
def _reported(hub: str) -> Iterator[None]:
    """Errors of the hub, and silence, as a problem with what to do."""
    try:
        yield
    except HfHubHTTPError as error:
        raise InvalidInput([_refusal(hub, error)]) from error
    except HFValidationError as error:
        remedy = "give owner/name, such as dateline/dateline"
        raise InvalidInput(
            [Problem(rule="publish.repository", remedy=remedy, value=str(error))]
        ) from error
    except InvalidInput:
        raise
    except Exception as error:
        # The client has changed its library of requests twice, and with it what silence raises.
        remedy = "see that the hub in HF_ENDPOINT can be reached, and run this again"
        raise InvalidInput(
            [Problem(rule="publish.silent", remedy=remedy, value=f"{hub}: {error}")]
        ) from error


def _refusal(hub: str, error: HfHubHTTPError) -> Problem:
    status = error.response.status_code if error.response is not None else None
    if isinstance(error, LocalTokenNotFoundError) or status in REFUSED:
        remedy = "put a token that may write to this repository into HF_TOKEN"
    else:
        remedy = "see what the hub says; nothing is tagged, so a second run completes the work"
    return Problem(rule="publish.refused", remedy=remedy, value=f"{hub}: {error}")

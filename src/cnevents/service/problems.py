"""How an error becomes an answer: a fitting status, and {code, message, hint} as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from cnevents.errors import CneventsError, InputError, ServiceError
from cnevents.io.jsonl import whole

STATUS = {
    "E102": 413, "E403": 504,
    "E601": 400, "E602": 422, "E603": 413, "E604": 415, "E605": 503, "E606": 408, "E607": 404, "E608": 401,
    "E609": 413, "E610": 503,
}  # fmt: skip
SHOWN = 5
JSON = "application/json"


def status_of(error: CneventsError) -> int:
    """The HTTP status of an error: 422 for a text or date that cannot be used, 500 for our own faults.

    >>> status_of(InputError("E107"))
    422
    """
    return STATUS.get(error.code, 422 if isinstance(error, InputError) else 500)


def problem(error: CneventsError) -> bytes:
    """The body of the answer."""
    content = {"code": error.code, "message": error.message, "hint": error.hint}
    return whole(json.dumps(content, ensure_ascii=False)).encode("utf-8")


def headers_of(error: CneventsError) -> dict[str, str]:
    """What the answer says besides: when to ask again, how to sign in, that the connection ends."""
    if error.code in ("E605", "E610"):
        return {"Retry-After": str(error.details.get("seconds", 1))}
    if error.code == "E608":
        return {"WWW-Authenticate": "Bearer"}
    if error.code in ("E603", "E606"):  # the rest of the body may still be on its way
        return {"Connection": "close"}
    return {}


def refusal(error: CneventsError, status: int | None = None) -> Response:
    """The whole answer; `status` where a path has another one than the code's.

    >>> answer = refusal(ServiceError("E605", reason="the queue is full", seconds=2))
    >>> answer.status_code, answer.headers["retry-after"]
    (503, '2')
    """
    return Response(problem(error), status or status_of(error), headers_of(error), JSON)


def unfit(errors: Sequence[Any]) -> ServiceError:
    """Our error for those of pydantic: E601 for what is no JSON, E602 for what lacks the form.

    What the client sent is not repeated: only where the fault is and what was wanted there.
    """
    for error in errors:
        if error["type"] == "json_invalid":
            reason = error.get("ctx", {}).get("error", "it cannot be parsed")
            return ServiceError("E601", reason=f"{reason} at character {error['loc'][-1]}")
    faults = [f"{_place(error['loc'])}: {error['msg']}" for error in errors[:SHOWN]]
    if len(errors) > SHOWN:
        faults.append(f"and {len(errors) - SHOWN} more")
    return ServiceError("E602", faults="; ".join(faults))


def _place(parts: Sequence[Any]) -> str:
    """("body", "many", 3, "text") as "body.3.text"."""
    return ".".join(str(part) for part in parts if part not in ("one", "many"))

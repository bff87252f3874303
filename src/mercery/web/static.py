"""Files that never change under their name, because the name carries a hash of the content."""

from __future__ import annotations

from os import PathLike, stat_result
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

IMMUTABLE: Final = "public, max-age=31536000, immutable"


class ImmutableFiles(StaticFiles):
    """Serves a folder of hashed files; browsers keep them for a year."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = IMMUTABLE
        return response

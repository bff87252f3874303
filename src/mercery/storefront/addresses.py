"""How addresses of the shop begin: with a language. Importing it is enough."""

from __future__ import annotations

from starlette.convertors import StringConvertor, register_url_convertor

from mercery.core.i18n import LANGS


class LangConvertor(StringConvertor):
    """The first part of an address, when it names a language; other addresses are not the storefront's."""

    regex = "|".join(LANGS)


register_url_convertor("lang", LangConvertor())

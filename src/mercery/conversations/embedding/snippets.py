"""The line as each kind of site takes it. Pure.

- Any page: one script element.
- Shopify: the same in `theme.liquid`, with the language of the page (`request.locale.iso_code`).
- WordPress with WooCommerce: a small plugin, since a theme's files are replaced by its updates. `strategy` is known from
  WordPress 6.3 on; older ones pass it over.
- Google Tag Manager: a Custom HTML tag. It drops attributes it does not know from script elements, so the element is made by code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.core.i18n import Lang, Words

Place = Literal["page", "shopify", "woocommerce", "gtm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """What to put where."""

    place: Place
    name: Words
    where: Words
    code: str


def snippets(base_url: str, shop: str, lang: Lang) -> tuple[Snippet, ...]:
    """The snippets of a shop. `base_url` without a slash at the end; `shop` is its short name (letters, digits, hyphens)."""
    source = f"{base_url}/widget.js"
    return (
        Snippet(
            place="page",
            name=Words("Any page", "任意网页"),
            where=Words("Before the end of the page’s body.", "放在页面 body 结束之前。"),
            code=f'<script src="{source}" data-shop="{shop}" data-lang="{lang}" async></script>',
        ),
        Snippet(
            place="shopify",
            name=Words("Shopify", "Shopify"),
            where=Words(
                "Online Store, Themes, Edit code, layout/theme.liquid, before </body>.",
                "在线商店 › 模板 › 编辑代码 › layout/theme.liquid，放在 </body> 之前。",
            ),
            code=f'<script src="{source}" data-shop="{shop}" data-lang="{{{{ request.locale.iso_code }}}}" async></script>',
        ),
        Snippet(
            place="woocommerce",
            name=Words("WooCommerce", "WooCommerce"),
            where=Words(
                "Save it as wp-content/plugins/mercery-assistant.php and activate it under Plugins.",
                "保存为 wp-content/plugins/mercery-assistant.php，并在插件页启用。",
            ),
            code=_plugin(source, shop),
        ),
        Snippet(
            place="gtm",
            name=Words("Google Tag Manager", "Google Tag Manager"),
            where=Words(
                "A Custom HTML tag, triggered on all pages. Publish the container.",
                "新建自定义 HTML 代码，触发条件为所有页面，并发布容器。",
            ),
            code="\n".join(
                (
                    "<script>",
                    "(function () {",
                    '  var assistant = document.createElement("script");',
                    f'  assistant.src = "{source}";',
                    f'  assistant.setAttribute("data-shop", "{shop}");',
                    f'  assistant.setAttribute("data-lang", document.documentElement.lang || "{lang}");',
                    "  assistant.async = true;",
                    "  document.body.appendChild(assistant);",
                    "})();",
                    "</script>",
                )
            ),
        ),
    )


def _plugin(source: str, shop: str) -> str:
    return f"""<?php
/**
 * Plugin Name: Mercery assistant
 * Description: Shows the shop's AI assistant on every page.
 * Version: 1.0
 */
defined( 'ABSPATH' ) || exit;

add_action( 'wp_enqueue_scripts', function () {{
	wp_enqueue_script( 'mercery', '{source}', array(), null, array( 'strategy' => 'async', 'in_footer' => true ) );
}} );

add_filter( 'script_loader_tag', function ( $tag, $handle ) {{
	if ( 'mercery' !== $handle ) {{
		return $tag;
	}}
	$named = sprintf( ' data-shop="%s" data-lang="%s" src=', '{shop}', esc_attr( get_locale() ) );
	return str_replace( ' src=', $named, $tag );
}}, 10, 2 );
"""

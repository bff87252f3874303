"""What can be done with content of a shop; what pages, programs and commands call. All run inside the caller's transaction.

voices      async voices(session, shop_id) -> list[HouseVoice]                       # the shop's, else HOUSE
            async house_voice(session, shop_id, key) -> HouseVoice                   # NotFound
            async voice_history(session, shop_id, key) -> list[VoiceVersion]         # newest first
            async save_voice(session, shop_id, actor, voice: HouseVoice, *, after_version: int | None = None) -> HouseVoice
            async withdraw_voice(session, shop_id, actor, key) -> None
settings    async settings_of(session, shop_id) -> StudioSettings
            async save_settings(session, shop_id, actor, StudioSettings, *, reason="") -> StudioSettings
batches     async expected_cost(session, shop, BatchAsked) -> Cost
            async start_batch(session, shop, actor, BatchAsked) -> Batch             # Invalid names fields
            async batch(session, shop_id, batch_id) -> Batch
            async batches(session, shop_id, *, offset=0, limit=50) -> list[Batch]
            async batch_items(session, shop_id, batch_id) -> list[BatchItem]
            async cancel_batch(session, shop, actor, batch_id) -> Batch
            async retry_batch(session, shop, actor, batch_id) -> Batch               # what failed or was left
pieces      async pieces(session, shop_id, PieceFilter, *, offset=0, limit=50) -> PieceList
            async piece(session, shop_id, piece_id) -> KeptPiece                     # NotFound; a number as text works too
            async piece_versions(session, shop_id, piece_id) -> list[PieceVersion]   # newest first
            async compare(session, shop_id, piece_id, before: int, after: int) -> list[Sided]
            async live_pieces(session, shop_id, product_id, lang, channel=None) -> list[KeptPiece-like LivePiece]
writing     async write_piece(session, shop, actor, brief: Brief) -> KeptPiece       # at once, without a model
            async write_again(session, shop, actor, piece_id, *, after_version, brief: Brief | None = None) -> KeptPiece
editing     async edit(session, shop, actor, piece_id, Edited, *, after_version) -> KeptPiece
            async use_instead(session, shop, actor, piece_id, *, sentence: int, after_version, choice: int = 0) -> KeptPiece
            async remove_sentence(session, shop, actor, piece_id, *, sentence: int, after_version) -> KeptPiece
            # `sentence` counts through the whole piece from 0, as `piece.sentences()` does
            async restore(session, shop, actor, piece_id, version, *, after_version) -> KeptPiece
publishing  async ask_review(session, shop, actor, piece_id, *, after_version) -> KeptPiece
            async approve(session, shop, actor, piece_id, *, after_version) -> KeptPiece
            async send_back(session, shop, actor, piece_id, *, reason) -> KeptPiece
            async publish(session, shop, actor, piece_id, *, after_version) -> KeptPiece
            async schedule(session, shop, actor, piece_id, *, at: datetime, after_version) -> KeptPiece
            async withdraw(session, shop, actor, piece_id, *, reason) -> KeptPiece
            async refusal(session, shop, actor, kept: KeptPiece) -> Words            # why publish is not open; empty: it is
staleness   async settle(session, shop, actor, piece_id, *, reason) -> None          # its owner has looked
drawing     async ask_render(session, shop, actor, piece_id, kind) -> Render         # video, long_image
            async render(session, shop_id, render_id) -> Render

Live topics: `content:{shop_id}` (a piece changed: {"piece", "status"}) and `content_batch:{batch_id}` ({"done", "failed",
"total", "state"}). Errors: Conflict (another version meanwhile), StillBlocked, SecondPersonNeeded, Invalid, NotFound.
"""

"""The guide: what a shopper wants, heard wish by wish; what fits, offered with reasons; criticism taken."""

"""The plan language: Spark Connect's messages, how they are encoded, and the expressions and relations built from them."""

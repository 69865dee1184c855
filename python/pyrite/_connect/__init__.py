"""The plan language: Spark Connect's messages, their encoding, and the expressions and relations built from them."""

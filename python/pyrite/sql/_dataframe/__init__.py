"""The parts of DataFrame, by purpose. :class:`pyrite.sql.dataframe.DataFrame` joins them."""

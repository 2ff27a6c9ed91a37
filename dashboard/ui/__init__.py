"""Everything that knows Streamlit, apart from the router and the pages."""

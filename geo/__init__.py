"""Places on a map: boundaries, schematics, drawings and the painter.

Knows codes, geometry and digits; not what an alert is, nor Streamlit, nor anything of the dashboard.
"""

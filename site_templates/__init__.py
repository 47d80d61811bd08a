"""Everything the browser is given as text: templates, styles, scripts. No logic that Python could hold."""

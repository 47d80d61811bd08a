"""From templates and texts to pages: Jinja2, Markdown, stylesheets, what a template is given."""

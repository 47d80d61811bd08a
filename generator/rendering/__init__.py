"""From templates and texts to pages: Jinja2 and its contexts, Markdown, stylesheets."""

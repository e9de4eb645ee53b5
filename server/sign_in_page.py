"""Pages for signing in, and for refusals."""

from __future__ import annotations

from html import escape

PATH = "/sign-in"

_STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --quiet: #52606d; --page: #f6f7f9; --card: #fff;
  --line: #cbd2d9; --accent: #1c5fb8; --wrong: #b42318; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e7eb; --quiet: #9aa5b1; --page: #14181d;
  --card: #1f252c; --line: #3e4c59; --accent: #6ea8fe; --wrong: #ff9a8b; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px;
  background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: min(400px, 100%); padding: 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; }
h1 { margin: 0 0 4px; font-size: 20px; line-height: 1.3; }
p { margin: 0 0 20px; color: var(--quiet); overflow-wrap: anywhere; }
p:last-child { margin: 0; }
label { display: block; margin-bottom: 6px; font-weight: 600; }
input, button { width: 100%; height: 44px; border-radius: 8px; font: inherit; }
input { padding: 0 12px; border: 1px solid var(--line); background: var(--page); color: inherit; }
button { margin-top: 16px; border: 1px solid transparent; background: var(--accent); color: var(--card);
  font-weight: 600; cursor: pointer; }
:is(input, button):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
p[role=alert] { color: var(--wrong); }
"""


def render_page(title: str, body: str) -> str:
    """Return a page that loads nothing else."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)} · Lineage Explorer</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def render_sign_in(*, action: str, query: str, problem: str = "") -> str:
    """Return the page that asks for the token.

    Args:
        action: Where the form is sent.
        query: Query string of the address to go on to.
        problem: What was wrong with the last try.
    """
    alert = f'<p role="alert">{escape(problem)}</p>\n' if problem else ""
    body = (
        "<p>Enter the token that the server printed when it was started, "
        "or ask who runs it for a link.</p>\n"
        f'{alert}<form method="post" action="{escape(action)}">\n'
        f'<input type="hidden" name="next" value="{escape(query)}">\n'
        '<label for="token">Token</label>\n'
        '<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>\n'
        "<button>Sign in</button>\n</form>"
    )
    return render_page("Sign in", body)


def render_refusal(title: str, detail: str) -> str:
    """Return the page that says why a request was refused."""
    return render_page(title, f"<p>{escape(detail)}</p>")

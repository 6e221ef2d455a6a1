"""What mdbook does not know of these pages: equations between dollars, and files outside of docs.

mdbook calls it (see book.toml). Equations become MathML, which browsers draw without a script, by latex2mathml 3
(`pip install latex2mathml`); without it they stay as they are written. Links to files outside of docs keep their names.
"""
import json
import re
import sys

try:
    from latex2mathml.converter import convert
except ImportError:
    convert = None

CODE = re.compile(r"(^```.*?^```$|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
EQUATION = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$(?!\s)([^$]+?)(?<!\s)\$(?![\w$])", re.DOTALL)
OUTSIDE = re.compile(r"(\]\(\.\./[^)]*)\.md\b")


def equation(found):
    alone = found[1] is not None
    tex = " ".join((found[1] or found[2]).split())
    if convert is None:
        return f"`{tex}`"
    return convert(tex, display="block" if alone else "inline")


def page(text):
    # Code is left alone: it stands at every second place.
    parts = CODE.split(text)
    for at in range(0, len(parts), 2):
        # As mdbook reads it this is no page of its own, of which it would make an .html.
        part = OUTSIDE.sub(r"\1%2Emd", parts[at])
        parts[at] = EQUATION.sub(equation, part)
    return "".join(parts)


def walk(items):
    for item in items:
        if isinstance(item, dict) and "Chapter" in item:
            item["Chapter"]["content"] = page(item["Chapter"]["content"])
            walk(item["Chapter"]["sub_items"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["supports"]:
        sys.exit(0)
    if convert is None:
        print("latex2mathml is not installed: equations stay as they are written", file=sys.stderr)
    context, book = json.load(sys.stdin)
    walk(book["items"])
    json.dump(book, sys.stdout)

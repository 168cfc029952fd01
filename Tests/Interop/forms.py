"""Forms on real paper: forms.py SAPHAN FOLDER prints every form of a generated district with a browser, and looks at
the pages: A4, not blank, heads of tables again on the next page, bars that a foreign decoder reads.

Leaves one PDF and one PNG a page in FOLDER, to be looked at. Prints one line a fact; exit 1 when one does not hold."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import paperwork  # noqa: E402

A4_POINTS = (595, 842)


def run(*words):
    """What a program says."""
    return subprocess.run(words, capture_output=True, text=True, timeout=180, check=True).stdout


def pages(pdf):
    """Sizes of the pages in points, sorted, and their texts."""
    sizes = [
        sorted((round(float(wide)), round(float(high))))
        for wide, high in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", run("pdfinfo", "-l", "99", pdf))
    ]
    return sizes, run("pdftotext", "-layout", pdf, "-").split("\f")[:len(sizes)]


def print_form(desk, folder, name, form, records):
    """The PDF of one form, and a picture of each page."""
    page, pdf = folder / f"{name}.html", folder / f"{name}.pdf"
    desk.call("print", form, *records, "--out", str(page))
    # The browser's own sandbox refuses to work for root.
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    run("chromium", "--headless", *root, "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}",
        page.as_uri())
    run("pdftoppm", "-r", "110", "-png", str(pdf), str(folder / name))
    return page, pdf


def bars_of(folder, name):
    """What a foreign decoder reads on the pages of a form."""
    run("pdftoppm", "-r", "300", "-gray", "-png", str(folder / f"{name}.pdf"), str(folder / f"scan-{name}"))
    found = []
    for picture in sorted(folder.glob(f"scan-{name}*.png")):
        words = ("zbarimg", "-q", "--raw", "-Sdisable", "-Scode128.enable", str(picture))
        done = subprocess.run(words, capture_output=True, text=True, timeout=180, check=False)
        found += done.stdout.split()  # status 4: a page without bars
        picture.unlink()
    return found


class Check:
    """Facts, one a line."""

    def __init__(self):
        self.failures = 0

    def that(self, holds, words):
        """Says whether a fact holds."""
        print(f"{'ok' if holds else 'NOT ok'} {words}", flush=True)
        self.failures += 0 if holds else 1


def check_bars(check, desk, folder, machines):
    """Labels and card, read by zbar."""
    read = bars_of(folder, "asset_labels")
    shown = [desk.call("show", "asset", one) for one in machines]
    numbers = [one["fields"]["asset_no"] for one in shown]
    thai = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
    wanted = [
        number.translate(thai) if number.translate(thai).isascii() else one["id"][:8]
        for number, one in zip(numbers, shown)
    ]
    check.that(sorted(read) == sorted(wanted), f"a decoder reads all {len(wanted)} labels ({len(read)} read)")
    for code in (wanted[0], wanted[1]):
        found = desk.call("show", "asset", code)["id"]
        check.that(found == shown[wanted.index(code)]["id"], f"show asset {code} finds the thing")
    card = bars_of(folder, "id_card")
    check.that(len(card) == 1 and card[0].startswith(paperwork.OFFICE), f"a decoder reads the card: {card}")


def main():
    """Exit code: 0 when everything holds."""
    if len(sys.argv) != 3:
        print("usage: forms.py SAPHAN FOLDER", file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in list(folder.glob("*.png")) + list(folder.glob("*.pdf")):
        old.unlink()
    check = Check()
    with tempfile.TemporaryDirectory(prefix="saphan-forms-") as home:
        desk, prints = paperwork.make(sys.argv[1], home)
        printed = {form for _, form, _ in prints}
        forms = {form["name"] for form in desk.call("print", "--list")["forms"]}
        check.that(printed == forms, f"every form is printed; left out: {sorted(forms - printed)}")
        for name, form, records in prints:
            page, pdf = print_form(desk, folder, name, form, records)
            sizes, texts = pages(str(pdf))
            check.that(all(size == list(A4_POINTS) for size in sizes), f"{name}: {len(sizes)} pages of A4")
            check.that(all(len(text.split()) > 5 for text in texts), f"{name}: no page is blank")
            if name == "loan_long":
                heads = [text for text in texts[:2] if "หมายเลขครุภัณฑ์" in text]
                check.that(len(heads) == 2, f"{name}: the table's head stands again on the second page")
            check.that("<script" not in page.read_text(), f"{name}: no script")
        check_bars(check, desk, folder, next(records for name, _, records in prints if name == "asset_labels"))
    print(f"{check.failures} did not hold" if check.failures else f"ok all; pages are in {folder}")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
